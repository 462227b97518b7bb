"""http.client of Python: a request with an iterator as its body. `httpclient.py PORT`"""

import sys
from http.client import HTTPConnection

from content import text

connection = HTTPConnection("localhost", int(sys.argv[1]))
body = (text(i, i + 1) for i in range(300))
connection.request("PUT", "/lines", body=body, encode_chunked=True,
                   headers={"Transfer-Encoding": "chunked"})
connection.getresponse().read()
