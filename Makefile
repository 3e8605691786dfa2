# daybook: every target on one page.
#   make demo   the main job for real: 53 clients, one daemon, one database      make check   build and run every test
#   make up / make down   the same stack, kept running                             make install DESTDIR= PREFIX=
# Kind of build: debug, release, asan, cov, valgrind.   make KIND=asan check

KIND     ?= debug
B        := build/$(KIND)
PREFIX   ?= /usr/local
VERSION  := 1.0

debug    := -Og
release  := -O2 -D_FORTIFY_SOURCE=2
asan     := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
cov      := -O0 --coverage
valgrind := -O1

WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 $(WERROR)
PKGS     := libzmq libpq libprotobuf-c libsodium libutf8proc yaml-0.1 smartcols inih
CPPFLAGS += -I. -I$(B) -D_GNU_SOURCE -DDBK_VERSION='"$(VERSION)"' -DDBK_LOCALEDIR='"$(PREFIX)/share/locale"' \
            -DDBK_SQLDIR='"$(PREFIX)/share/daybook/sql"' $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
CFLAGS   += -std=c11 -g -fstack-protector-strong $(WARN) $($(KIND))
LDFLAGS  += -Wl,-z,relro,-z,now $(filter -fsanitize=% -fno-sanitize-recover=% --coverage,$($(KIND)))
PROTO    := -lprotobuf-c -lsodium -lutf8proc -lzmq

GEN      := $(B)/proto/daybook.pb-c.h $(B)/sql/queries.h
ROOMS    := proto daemon clients/secretary clients/office tests/harness
objs      = $(patsubst %.c,$(B)/%.o,$(filter-out %/main.c,$(wildcard $(1)/*.c)))
TESTS    := $(patsubst %.c,$(B)/%,$(wildcard tests/*/test_*.c tests/*/*/test_*.c))
PROGRAMS := $(B)/daybookd $(B)/daybook $(B)/daybook-office

all: $(PROGRAMS)

# The link lines are the architecture: daybook cannot reach SQL, nor daybook-office a socket.
$(B)/daybookd:       $(B)/daemon/main.o            $(B)/daemon.a            $(B)/proto.a
$(B)/daybook:        $(B)/clients/secretary/main.o $(B)/clients/secretary.a $(B)/proto.a
$(B)/daybook-office: $(B)/clients/office/main.o    $(B)/clients/office.a    $(B)/proto.a
$(B)/daybookd:       LDLIBS := $(PROTO) -lpq -linih
$(B)/daybook:        LDLIBS := $(PROTO) -lyaml -linih -lsmartcols
$(B)/daybook-office: LDLIBS := $(PROTO) -lpq -lsmartcols -linih
$(PROGRAMS):         ; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# A test of a room links that room and the contract, nothing else.
$(filter $(B)/tests/proto/%,$(TESTS)):             $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/proto.a
$(filter $(B)/tests/daemon/%,$(TESTS)):            $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/daemon.a $(B)/proto.a
$(filter $(B)/tests/clients/secretary/%,$(TESTS)): $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/clients/secretary.a $(B)/proto.a
$(filter $(B)/tests/clients/office/%,$(TESTS)):    $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/clients/office.a $(B)/proto.a
$(filter $(B)/tests/sql/%,$(TESTS)):               $(B)/%: $(B)/%.o $(B)/tests/harness.a $(B)/proto.a
$(TESTS): ; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PROTO) -lpq -lyaml -linih -lsmartcols -lcunit

$(foreach room,$(ROOMS),$(eval $(B)/$(room).a: $(call objs,$(room))))
$(B)/proto.a: $(B)/proto/daybook.pb-c.o
$(B)/%.a:                    ; @mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^
$(B)/%.o: %.c | $(GEN)       ; @mkdir -p $(@D) && $(CC) -MMD -MP $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(B)/proto/daybook.pb-c.o: $(B)/proto/daybook.pb-c.h ; $(CC) $(CPPFLAGS) $(CFLAGS) -w -c -o $@ $(<:.h=.c)
$(B)/proto/daybook.pb-c.h: proto/daybook.proto ; @mkdir -p $(@D) && protoc-c --c_out=$(B) $<
$(B)/sql/queries.h: sql/embed.awk $(wildcard sql/queries/*.sql) ; @mkdir -p $(@D) && awk -f $^ > $@
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)

$(B)/tests/bench/load: $(B)/tests/bench/load.o $(B)/proto.a ; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PROTO)
bench: ; $(MAKE) KIND=release all build/release/tests/bench/load && tests/bench/run.sh
