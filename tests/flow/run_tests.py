"""Runs the flow tests, all or those whose module or name is given, and prints one line for each."""
import pathlib
import signal
import sys
import time
import unittest

MODULES = sorted(path.stem for path in pathlib.Path(__file__).parent.glob("test_*.py"))


class Lines(unittest.TestResult):
    """One line a test: ok or FAILED, its name, the time it took; the reason below a failure."""

    def __init__(self):
        super().__init__()
        self.passed = 0
        self.failed = 0
        self.began = 0.0

    def startTest(self, test):
        super().startTest(test)
        self.began = time.monotonic()

    def _line(self, word, test, why=""):
        name = test.id() if hasattr(test, "id") else str(test)
        print(f"{word:6} {name} ({time.monotonic() - self.began:.1f} s)", flush=True)
        if why:
            print("    " + why.strip().replace("\n", "\n    "), flush=True)

    def _fail(self, test, err):
        self.failed += 1
        self._line("FAILED", test, self._exc_info_to_string(err, test))

    def addSuccess(self, test):
        self.passed += 1
        self._line("ok", test)

    def addFailure(self, test, err):
        self._fail(test, err)

    def addError(self, test, err):
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._fail(subtest, err)


def chosen(words):
    """Every test, or those in whose full name one of the words stands."""
    suite = unittest.TestSuite()
    for module in unittest.defaultTestLoader.loadTestsFromNames(MODULES):
        for case in module:
            for test in case:
                if not words or any(word in test.id() for word in words):
                    suite.addTest(test)
    return suite


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    signal.signal(signal.SIGTERM, interrupt)
    result = Lines()
    try:
        chosen(sys.argv[1:]).run(result)
    except KeyboardInterrupt:
        result.failed += 1
        print("interrupted", flush=True)
    print(f"flow: {result.passed} passed, {result.failed} failed", flush=True)
    return 0 if result.failed == 0 and result.passed > 0 else 1


sys.exit(main())
