# daybook: every target on one page.
#   make demo   a whole day for real: 53 clients, one daemon, one database      make check   build and run every test
#   make check-faults RUNS= SEED=   random faults under load, ledgers compared     make backup-check   restores, receipts compared
#   make up / make down   the same stack, kept running                             make install DESTDIR= PREFIX=
#   make lint   warnings are errors; clang-tidy, cppcheck, shellcheck, who includes whom   make bench   speed as ratios, PARTS=
#   make bench-flood   what 53 honest clients notice of eight bad neighbours     make soak REPORTS=2000000   is memory flat?
#   make cover  lines that tests reach, by file         make fuzz TIME=60   libFuzzer over every input of a stranger
# Kind of build: debug, release, asan, cov, valgrind.   make KIND=asan check

KIND     ?= debug
B        := build/$(KIND)
PREFIX   ?= /usr/local
VERSION  := 1.0

debug    := -Og
release  := -O2 -D_FORTIFY_SOURCE=2
asan     := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
cov      := -O0 --coverage
fuzz     := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
valgrind := -O1

WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 $(WERROR)
PKGS     := libzmq libpq libprotobuf-c libsodium libutf8proc yaml-0.1 smartcols inih ncursesw xlsxwriter
CPPFLAGS += -I. -I$(B) -D_GNU_SOURCE -DDBK_VERSION='"$(VERSION)"' -DDBK_LOCALEDIR='"$(PREFIX)/share/locale"' \
            -DDBK_TEMPLATESDIR='"$(PREFIX)/share/daybook/templates"' $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
CFLAGS   += -std=c11 -g -fstack-protector-strong $(WARN) $($(KIND))
LDFLAGS  += -Wl,-z,relro,-z,now $(filter -fsanitize=% -fno-sanitize-recover=% --coverage,$($(KIND)))
PROTO    := -lprotobuf-c -lsodium -lutf8proc -lzmq

GEN      := $(B)/proto/daybook.pb-c.h $(B)/sql/queries.h
ROOMS    := proto daemon clients clients/secretary clients/office tests/harness
objs      = $(patsubst %.c,$(B)/%.o,$(filter-out %/main.c,$(wildcard $(1)/*.c)))
TESTS    := $(patsubst %.c,$(B)/%,$(wildcard tests/*/test_*.c tests/*/*/test_*.c))
FUZZ     := $(patsubst %.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
PROGRAMS := $(B)/daybookd $(B)/daybook $(B)/daybook-office

MO       := $(patsubst clients/po/%.zh_CN.po,$(B)/locale/zh_CN/LC_MESSAGES/%.mo,$(wildcard clients/po/*.zh_CN.po))
MO       := $(subst /secretary.mo,/daybook.mo,$(subst /office.mo,/daybook-office.mo,$(MO)))
FORMS    := $(patsubst clients/office/%,$(B)/%,$(wildcard clients/office/templates/*.ini))

all: $(PROGRAMS) $(MO) $(FORMS)

# The link lines are the architecture: daybook cannot reach SQL, nor daybook-office a socket.
$(B)/daybookd:       $(B)/daemon/main.o            $(B)/daemon.a            $(B)/proto.a
$(B)/daybook:        $(B)/clients/secretary/main.o $(B)/clients/secretary.a $(B)/clients.a $(B)/proto.a
$(B)/daybook-office: $(B)/clients/office/main.o    $(B)/clients/office.a    $(B)/clients.a $(B)/proto.a
$(B)/daybookd:       LDLIBS := $(PROTO) -lpq -linih
$(B)/daybook:        LDLIBS := $(PROTO) -lyaml -linih -lsmartcols -lncursesw
$(B)/daybook-office: LDLIBS := $(PROTO) -lpq -lsmartcols -linih -lxlsxwriter
$(PROGRAMS):         ; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# A test of a room links that room and the contract, nothing else.
$(filter $(B)/tests/proto/%,$(TESTS)):             $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/proto.a
$(filter $(B)/tests/daemon/%,$(TESTS)):            $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/daemon.a $(B)/proto.a
$(filter $(B)/tests/clients/test_%,$(TESTS)):      $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/clients.a $(B)/proto.a
$(filter $(B)/tests/clients/secretary/%,$(TESTS)): $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/clients/secretary.a $(B)/clients.a $(B)/proto.a
$(filter $(B)/tests/clients/office/%,$(TESTS)):    $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/clients/office.a $(B)/clients.a $(B)/proto.a
$(filter $(B)/tests/sql/%,$(TESTS)):               $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/proto.a
# A fuzzing target is linked with libFuzzer in KIND=fuzz; in any other kind it replays its seeds.
$(FUZZ): $(B)/%: $(B)/%.o $(if $(filter fuzz,$(KIND)),,$(B)/tests/fuzz/replay.o) $(B)/tests/harness.a $(B)/daemon.a \
    $(B)/clients/secretary.a $(B)/clients/office.a $(B)/clients.a $(B)/proto.a
$(FUZZ):         LDFLAGS += $(if $(filter fuzz,$(KIND)),-fsanitize=fuzzer)
$(TESTS) $(FUZZ): ; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PROTO) -lpq -lyaml -linih -lsmartcols -lncursesw -lxlsxwriter -lcunit

$(foreach room,$(ROOMS),$(eval $(B)/$(room).a: $(call objs,$(room))))
$(B)/proto.a: $(B)/proto/daybook.pb-c.o
$(B)/%.a:                    ; @mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^
$(B)/%.o: %.c | $(GEN)       ; @mkdir -p $(@D) && $(CC) -MMD -MP $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(B)/proto/daybook.pb-c.o: $(B)/proto/daybook.pb-c.h ; $(CC) $(CPPFLAGS) $(CFLAGS) -w -c -o $@ $(<:.h=.c)
$(B)/proto/daybook.pb-c.h: proto/daybook.proto ; @mkdir -p $(@D) && protoc-c --c_out=$(B) $<
$(B)/sql/queries.h: sql/embed.awk $(wildcard sql/queries/*.sql) ; @mkdir -p $(@D) && awk -f $^ > $@
$(B)/locale/zh_CN/LC_MESSAGES/daybook.mo:        clients/po/secretary.zh_CN.po
$(B)/locale/zh_CN/LC_MESSAGES/daybook-office.mo: clients/po/office.zh_CN.po
$(MO):                       ; @mkdir -p $(@D) && msgfmt --check-format -o $@ $<
$(FORMS): $(B)/%: clients/office/% ; @mkdir -p $(@D) && cp $< $@
# The programs know where their translations and forms are installed: another PREFIX compiles these again.
$(B)/clients/words.o $(B)/clients/office/template.o: $(B)/prefix
$(B)/prefix: FORCE           ; @mkdir -p $(@D) && echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' > $@
FORCE:
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)

# Loaded into real programs by the fault tests; no sanitizer in it.
FAULTY   := $(B)/tests/faults/preload.so
$(FAULTY): tests/faults/preload.c ; @mkdir -p $(@D) && $(CC) -std=c11 -g -O1 $(WARN) -fPIC -shared -o $@ $< -ldl

CALLERS  := $(B)/tests/bench/caller.o $(B)/tests/bench/sealed.o $(B)/proto.a
$(B)/tests/bench/load: $(B)/tests/bench/load.o $(CALLERS) ; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PROTO)
$(B)/tests/floods/flood: $(B)/tests/floods/flood.o $(CALLERS) ; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PROTO)
FLOODS   := $(B)/tests/floods/flood $(B)/tests/bench/load
bench-flood: deps ; @$(SUB) KIND=release all $(FLOODS:$(B)/%=build/release/%) && KIND=release tests/floods/floods.py
REPORTS  ?= 2000000
soak: deps ; @$(SUB) KIND=release all $(FLOODS:$(B)/%=build/release/%) && KIND=release tests/floods/soak.py $(REPORTS)
bench:    ; @tests/stack/deps.sh --lint && $(SUB) KIND=release all build/release/tests/bench/load && tests/bench/run.sh $(PARTS)

# What these start finds the programs of this KIND.
demo up check check-faults backup-check: export DBK_BUILD := $(abspath $(B))
check check-faults backup-check: export KIND := $(KIND)
SUB       = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
SCRIPTS  := $(filter-out tests/bench/%,$(wildcard tests/*/run.sh tests/*/*/run.sh))

deps:     ; @tests/stack/deps.sh
tests:    $(TESTS)
demo up:  deps ; @$(SUB) all && exec tests/stack/$(if $(filter up,$@),stack.sh up,demo.sh)
down:     ; @tests/stack/stack.sh down
check:    deps ; @$(SUB) all $(TESTS) $(FUZZ) $(FAULTY) $(FLOODS) layers && exec tests/stack/check.sh $(TESTS) $(SCRIPTS)
# RUNS faults drawn from SEED, or as many as fit into TIME seconds; FIRST is the number of the first.
RUNS     ?= 100
SEED     ?= 1
check-faults: deps
	@$(SUB) all $(FAULTY) && exec tests/faults/run.sh --runs $(RUNS) --seed $(SEED) --first $(or $(FIRST),0) \
	    $(if $(findstring command,$(origin TIME)),--time $(TIME))
.PHONY: check-faults backup-check
backup-check: deps ; @$(SUB) all $(FAULTY) && exec tests/faults/restore/run.sh
clean:    ; rm -rf build

# Which lines the tests reach, by file; fails when one of those that matter most is reached by none, without a reason.
COVER    := $(TESTS:$(B)/%=build/cov/%)
cover:    deps
	@$(SUB) KIND=cov all $(COVER) $(FAULTY:$(B)/%=build/cov/%) && find build/cov -name '*.gcda' -delete
	@KIND=cov DBK_BUILD=$(abspath build/cov) tests/stack/check.sh $(COVER) tests/flow/run.sh tests/clients/*/run.sh
	@tests/stack/cover.py build/cov tests/cover.reasons

# For so many seconds each, or only those of TARGETS. New inputs and findings stay in build/fuzz.
TIME     ?= 60
fuzz:
	@tests/stack/deps.sh --lint
	@$(SUB) KIND=fuzz CC=clang $(FUZZ:$(B)/%=build/fuzz/%) && tests/fuzz/run.sh $(TIME) $(TARGETS)

# Who may include whom: the contract nobody, a room the contract, and no client another.
layers:
	@! grep -nE '#include "(daemon|clients|tests|sql)/'     proto/*.[ch]
	@! grep -nE '#include "(clients|tests)/'                daemon/*.[ch]
	@! grep -nE '#include "(daemon|tests|sql|clients/[a-z]+)/'    clients/*.[ch]
	@! grep -nE '#include "(daemon|tests|sql|clients/office)/'    clients/secretary/*.[ch]
	@! grep -nE '#include "(daemon|tests|clients/secretary)/' clients/office/*.[ch]

# What is looked for, and what is not and why: .clang-tidy, .cppcheck, .shellcheckrc.
lint:     layers
	@tests/stack/deps.sh --lint
	@$(SUB) B=build/lint-gcc   CC=gcc   WERROR=-Werror all $(TESTS:$(B)/%=build/lint-gcc/%) $(FUZZ:$(B)/%=build/lint-gcc/%)
	@$(SUB) B=build/lint-clang CC=clang WERROR=-Werror all $(TESTS:$(B)/%=build/lint-clang/%) $(FUZZ:$(B)/%=build/lint-clang/%)
	@printf '%s\n' $(wildcard $(ROOMS:%=%/*.c) tests/fuzz/*.c) | xargs -P $(shell nproc) -I FILE clang-tidy --quiet FILE -- \
	    -std=c11 -Ibuild/lint-clang $(filter-out -Ibuild/%,$(CPPFLAGS)) 2>/dev/null
	cppcheck --quiet --std=c11 --enable=warning,style,performance,portability --suppressions-list=.cppcheck --error-exitcode=1 \
	    -I. -Ibuild/lint-clang -D_GNU_SOURCE proto daemon clients tests
	shellcheck -S warning .ci/run $(wildcard sql/*.sh tests/*/*.sh tests/*/*/*.sh)

# From a build of its own, optimised; DESTDIR is for packagers. No account, no database and no key is made here.
share    := $(DESTDIR)$(PREFIX)/share
install:  ; @$(SUB) KIND=release PREFIX='$(PREFIX)' all && $(SUB) KIND=release PREFIX='$(PREFIX)' install-files
install-files:
	install -d $(share)/daybook/sql/migrations $(share)/doc/daybook $(DESTDIR)$(PREFIX)/lib/systemd/system
	install -D -t $(DESTDIR)$(PREFIX)/bin $(PROGRAMS)
	install -D -m 644 -t $(share)/man/man8 $(wildcard daemon/*.8)
	$(if $(wildcard clients/*/*.1),install -D -m 644 -t $(share)/man/man1 $(wildcard clients/*/*.1))
	install -m 755 sql/migrate.sh $(share)/daybook/sql
	install -m 644 sql/roles.sql sql/orphans.sql $(share)/daybook/sql
	install -D -m 644 -t $(share)/daybook/templates clients/office/templates/*.ini
	install -D -m 644 clients/office/daybook-office.bash $(share)/bash-completion/completions/daybook-office
	install -m 644 sql/migrations/*.sql $(share)/daybook/sql/migrations
	install -m 644 README.md daemon/daybookd.ini.example clients/secretary/settings.ini.example $(share)/doc/daybook
	$(if $(MO),install -D -m 644 -t $(share)/locale/zh_CN/LC_MESSAGES $(MO))
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/user $(share)/bash-completion/completions $(share)/zsh/site-functions
	$(B)/daybook completion bash > $(share)/bash-completion/completions/daybook
	$(B)/daybook --lang zh completion zsh > $(share)/zsh/site-functions/_daybook
	sed 's,/usr/local/,$(PREFIX)/,' clients/secretary/daybook-flush.service > $(DESTDIR)$(PREFIX)/lib/systemd/user/daybook-flush.service
	sed 's,/usr/local/,$(PREFIX)/,' daemon/daybookd.service > $(DESTDIR)$(PREFIX)/lib/systemd/system/daybookd.service

# Just what install puts there, found by doing it elsewhere. Settings, keys and the database stay.
uninstall:
	@there=$$(mktemp -d) && trap 'rm -rf "$$there"' EXIT && $(MAKE) -s install DESTDIR="$$there" >/dev/null && \
	cd "$$there" && find . ! -type d | (cd '$(DESTDIR)/' && xargs rm -fv) && \
	find . -depth -type d -path '*/daybook*' | (cd '$(DESTDIR)/' && xargs rmdir --ignore-fail-on-non-empty)

.PHONY: all tests deps demo up down check bench bench-flood soak cover fuzz lint layers install uninstall install-files clean FORCE
