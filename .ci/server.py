"""Servers of other programs on 127.0.0.1, for as long as they are asked something."""

import contextlib
import http.cookiejar
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


@contextlib.contextmanager
def running(command, folder, environment):
    """Runs `command` with all that it starts, and ends all of it. What it says goes to a file in `folder`."""
    log = folder / f"{os.path.basename(command[0])}-{command[1] if len(command) > 1 else ''}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            yield process
        except BaseException:
            sys.stderr.write(log.read_text(errors="replace")[-4000:])
            raise
        finally:
            for number in [signal.SIGTERM, signal.SIGKILL]:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(20)


class Session:
    """Asks a Django program, with its cookies and its token against forged requests."""

    def __init__(self, port):
        self.root = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        # Whatever proxy is set is for elsewhere.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies))

    def wait(self, path, process, seconds=600):
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode}")
            try:
                return self.ask("GET", path)
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    return b""
            except OSError:
                pass
            time.sleep(0.5)
        raise RuntimeError(f"{self.root}{path} did not answer for {seconds} seconds")

    def ask(self, method, path, body=None, form=None, file=None):
        """What is answered; `body` goes as JSON, `form` as a form, `file` as a part of one: (field, name, bytes)."""
        headers = {"Referer": self.root + "/"}
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        elif form is not None:
            data = urllib.parse.urlencode(form).encode()
        elif file is not None:
            field, name, content = file
            edge = uuid.uuid4().hex
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: application/json\r\n\r\n'
            data = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
            headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
        for cookie in self.cookies:
            if cookie.name == "csrftoken":
                headers["X-CSRFToken"] = cookie.value
        request = urllib.request.Request(self.root + path, data, headers, method=method)
        try:
            with self.opener.open(request, timeout=300) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if method != "GET":
                sys.stderr.write(error.read().decode(errors="replace")[:2000] + "\n")
            raise

    def json(self, *arguments, **named):
        return json.loads(self.ask(*arguments, **named))
