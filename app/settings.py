"""What whoever runs the server decides: one class, from which flags, variables and help follow."""

import ipaddress
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.core.text import Text, text

KEY_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs that nobody takes for one another, on a projector or read aloud."""

KEY_GROUPS, KEY_GROUP = 3, 4

SHORTEST_KEY = 12
"""A key that somebody chose has at least so many signs: there is time to guess, however slowly."""

SHORTEST_SECRET = 16
"""A secret that somebody chose has at least so many signs: whoever guesses it forges links."""

MAX_PORT = 65535
MAX_WORKERS = 256

PREFIX = "BNECK_LAB_"
"""How every variable of the environment begins that is a setting."""

STATED = "setting"
"""Under this name a field's metadata says what is known of it as a setting."""


class BadSetting(ValueError):
    """What was typed is no value of the setting; `said` says why, and never repeats a secret."""

    def __init__(self, zh: str, en: str) -> None:
        self.said = text(zh, en)
        super().__init__(en)


def new_key() -> str:
    """Return a new instructor's key, easy to type: twelve signs in groups, 59 bits."""
    signs = (
        "".join(secrets.choice(KEY_SIGNS) for _ in range(KEY_GROUP)) for _ in range(KEY_GROUPS)
    )
    return "-".join(signs)


def new_secret() -> str:
    """Return a new secret, which nobody needs to type: 256 bits."""
    return secrets.token_hex(32)


def read_secret(typed: str) -> str:
    """Return what links are signed with: without spaces around it."""
    secret = typed.strip()
    if len(secret) < SHORTEST_SECRET:
        raise BadSetting(
            f"签名密钥至少要有 {SHORTEST_SECRET} 个字符",
            f"the secret has at least {SHORTEST_SECRET} signs",
        )
    return secret


SWITCH = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}


def read_switch(typed: str) -> bool:
    """Return whether something is switched on."""
    if typed.strip().lower() not in SWITCH:
        raise BadSetting(f"{typed!r} 既不是 yes 也不是 no", f"{typed!r} is neither yes nor no")
    return SWITCH[typed.strip().lower()]


def read_port(typed: str) -> int:
    """Return a port; the system would take 99999 for another one."""
    if not typed.isdecimal() or int(typed) > MAX_PORT:
        raise BadSetting(
            f"{typed!r} 不是端口号，应为 0 到 {MAX_PORT}", f"{typed!r} is no port: 0 to {MAX_PORT}"
        )
    return int(typed)


def read_key(typed: str) -> str:
    """Return a key as it is compared: without spaces around it."""
    key = typed.strip()
    if len(key) < SHORTEST_KEY:
        raise BadSetting(
            f"教师密钥至少要有 {SHORTEST_KEY} 个字符", f"the key has at least {SHORTEST_KEY} signs"
        )
    return key


def read_workers(typed: str) -> int:
    """Return a number of processes."""
    if not typed.isdecimal() or int(typed) > MAX_WORKERS:
        raise BadSetting(
            f"{typed!r} 不能用作进程数，应为 0 到 {MAX_WORKERS}",
            f"{typed!r} is no number of workers: 0 to {MAX_WORKERS}",
        )
    return int(typed)


def read_prefix(typed: str) -> str:
    """Return a path as it stands before every address: `/labs`, or nothing at all."""
    path = typed.strip().strip("/")
    if not path:
        return ""
    if not re.fullmatch(r"[\w.~-]+(?:/[\w.~-]+)*", path, re.ASCII):
        raise BadSetting(
            f"{typed!r} 不是路径，应写成 /bneck 这样", f"{typed!r} is no path such as /bneck"
        )
    return f"/{path}"


def read_folder(typed: str) -> str:
    """Return the path of a folder that is there."""
    path = Path(typed).expanduser()
    if not path.is_dir():
        raise BadSetting(
            f"没有 {typed!r} 这个文件夹：先建好它，或者换一个",
            f"there is no folder {typed!r}: make it, or name another one",
        )
    return str(path)


def read_proxies(typed: str) -> tuple[str, ...]:
    """Return addresses and networks of machines, as IP writes them."""
    named = _parts(typed)
    for each in named:
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError:
            raise BadSetting(
                f"{each!r} 不是地址，应写成 10.0.0.7 或 172.16.0.0/12 这样",
                f"{each!r} is no address such as 10.0.0.7 or 172.16.0.0/12",
            ) from None
    return named


def read_origins(typed: str) -> tuple[str, ...]:
    """Return origins as a browser writes them: scheme, host and, where it is not usual, port."""
    named = _parts(typed)
    for each in named:
        parts = urlsplit(each)
        host = re.fullmatch(r"(?:\*\.)?[\w.-]+(?::\d+)?", parts.netloc, re.ASCII)
        if parts.scheme not in ("http", "https") or not host or each != _origin(each):
            raise BadSetting(
                f"{each!r} 不是网站的来源，应写成 https://moodle.example.org 这样",
                f"{each!r} is no origin such as https://moodle.example.org",
            )
    return named


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _parts(typed: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[\s,]+", typed)))


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a setting beside its value; `read` makes the value of what was typed.

    `read` raises `BadSetting`.
    """

    read: Callable[[str], Any]
    help: Text
    shown: Text
    name: str = ""

    @property
    def flag(self) -> str:
        """How it is set on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """How it is set in the environment."""
        return PREFIX + self.name.upper()


def _setting(read: Callable[[str], Any], help: Text, *, shown: Text | str, **given: Any) -> Any:
    """Declare a setting; `shown` is its default, as people read it."""
    said = text(shown, shown) if isinstance(shown, str) else shown
    return field(metadata={STATED: Setting(read, help, said)}, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the server listens, what stands before it, and what tells an instructor."""

    host: str = _setting(
        str,
        text(
            "监听的地址；0.0.0.0 表示本机的所有地址", "address to listen on; 0.0.0.0 is all of them"
        ),
        default="127.0.0.1",
        shown="127.0.0.1",
    )
    port: int = _setting(
        read_port,
        text("监听的端口；0 表示任意一个空闲端口", "port to listen on; 0 is any free one"),
        default=8000,
        shown="8000",
    )
    instructor_key: str = _setting(
        read_key,
        text(
            "教师密钥，用来打开会显示答案的演示；同一台机器上的人都看得到命令行，所以最好写在环境变量里",
            "what opens the demos, which show the answers; better set in the environment, because "
            "everybody on this machine sees a command line",
        ),
        default_factory=new_key,
        repr=False,
        shown=text("启动时新生成，打印在启动那一行里", "a new one, printed at start"),
    )
    secret: str = _setting(
        read_secret,
        text(
            "链接和提交文件的签名密钥；凡是要认这些链接、检查这些文件的地方，都设成同一个",
            "what links and hand-ins are signed with; the same for every server that shall take "
            "them, and where hand-ins are checked; better set in the environment",
        ),
        default_factory=new_secret,
        repr=False,
        shown=text("启动时新生成，链接用到服务器停止为止", "a new one: links hold until it stops"),
    )
    links_only: bool = _setting(
        read_switch,
        text(
            "学生只能从老师的链接进入实验：yes 或 no",
            "give out labs by an instructor's link alone: yes or no",
        ),
        default=False,
        shown="no",
    )
    labs: str | None = _setting(
        read_folder,
        text(
            "老师自己的实验所在的文件夹；启动时读入，运行中有改动也会重新读入；“新建实验”做好的就"
            "存在这里",
            "folder of the instructor's own labs: read at start and followed while it runs; the "
            "page that makes labs saves them there",
        ),
        default=None,
        shown=text("没有", "none"),
    )
    workers: int = _setting(
        read_workers,
        text(
            "负责计算的进程数；0 表示每个核一个，至少两个",
            "processes that work things out; 0 is one for each core, two at least",
        ),
        default=0,
        shown="0",
    )
    path_prefix: str = _setting(
        read_prefix,
        text("加在所有网址最前面的路径，比如 /bneck", "path before every address, such as /bneck"),
        default="",
        shown=text("没有", "none"),
    )
    proxies: tuple[str, ...] = _setting(
        read_proxies,
        text(
            "反向代理的地址或网段，用逗号隔开；只采信它们发来的 X-Forwarded-For 和 "
            "X-Forwarded-Proto",
            "addresses or networks of the reverse proxy, with commas; X-Forwarded-For and "
            "X-Forwarded-Proto are believed of these alone",
        ),
        default=(),
        shown=text("没有", "none"),
    )
    frame_origins: tuple[str, ...] = _setting(
        read_origins,
        text(
            "可以用 iframe 嵌入实验的网站，用逗号隔开，比如 https://moodle.example.org",
            "sites that may show labs in an iframe, with commas, such as https://moodle.example.org",
        ),
        default=(),
        shown=text("没有", "none"),
    )


def stated() -> Iterator[Setting]:
    """Yield all settings, in order."""
    for each in fields(Settings):
        known: Setting = each.metadata[STATED]
        yield Setting(known.read, known.help, known.shown, each.name)


def read_settings(given: Mapping[str, Any]) -> Settings:
    """Return the settings of which some are given, by name; None is one that is not."""
    names = [each.name for each in stated()]
    return Settings(**{name: given[name] for name in names if given.get(name) is not None})
