"""wstest with all its ports on 127.0.0.1: left to itself it listens on every interface, whatever
the host in its URL. For the Python 2.7 that has the suite."""

import sys

from twisted.internet import tcp

AnyPort = tcp.Port


class LoopbackPort(AnyPort):
    def __init__(self, port, factory, backlog=50, interface="", reactor=None):
        AnyPort.__init__(self, port, factory, backlog, "127.0.0.1", reactor)

    def startListening(self):
        AnyPort.startListening(self)
        print("listening on %s" % self.getHost().host)


# Before there is a reactor, which makes its ports from this.
tcp.Port = LoopbackPort

from autobahntestsuite import wstest

sys.exit(wstest.run())
