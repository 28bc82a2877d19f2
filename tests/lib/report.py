"""Running cases in parallel and counting them."""

import concurrent.futures
import os
import sys
import time


class Case:
    """One test: a name and a function that returns '' on success, else the reason of the failure."""

    def __init__(self, name, run, xfail=None):
        self.name = name
        self.run = run
        self.xfail = xfail      # the reason why failure is expected


class Report:
    def __init__(self, jobs, verbose, log_dir):
        self.jobs = jobs
        self.verbose = verbose
        self.log_dir = log_dir
        self.passed = 0
        self.failed = 0

    def run_all(self, suite, cases):
        """Runs the cases and prints what failed; returns {name: reason} of all that did not pass."""
        started = time.time()
        reasons = {}
        passed = failed = expected = 0
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            for case, reason in pool.map(_run_case, cases):
                if reason:
                    reasons[case.name] = reason
                self._log(suite, case, reason)
                if bool(reason) != bool(case.xfail):
                    failed += 1
                    self._print_failure(suite, case, reason)
                elif case.xfail:
                    expected += 1
                    passed += 1
                else:
                    passed += 1
                    if self.verbose:
                        print('pass %s/%s' % (suite, case.name))
        print('%-9s %d passed, %d failed%s (%.0f s)' % (
            suite, passed, failed, ', %d of the passes are expected failures' % expected
            if expected else '', time.time() - started))
        sys.stdout.flush()
        self.passed += passed
        self.failed += failed
        return reasons

    def _print_failure(self, suite, case, reason):
        if not reason:
            print('FAIL %s/%s: passes, but is listed as an expected failure (%s)' % (
                suite, case.name, case.xfail))
        else:
            text = reason.strip()
            lines = text.splitlines()
            shown = lines if self.verbose else lines[:6]
            print('FAIL %s/%s: %s' % (suite, case.name, '\n     '.join(s[:400] for s in shown)))
        sys.stdout.flush()

    def _log(self, suite, case, reason):
        path = os.path.join(self.log_dir, suite, case.name.replace('/', '_') + '.log')
        if reason:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', errors='replace') as f:
                f.write(reason + '\n')
        elif os.path.exists(path):
            os.remove(path)


def _run_case(case):
    try:
        return case, case.run()
    except Exception as e:     # a fault of the test itself must not end the run
        return case, 'the test itself failed: %s: %s' % (type(e).__name__, e)
