"""The kinds of failed requests: what each is called, and what is said of it.

Source: RFC 9457, section 3.1.1: a kind is told by its `type`, and its title never changes.
"""

from dataclasses import dataclass
from http import HTTPStatus

from app.core.text import Text, text
from app.graph.board import MAX_EDGES, MAX_NODES


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of failed request; `/problems/<slug>` is its `type` and its page."""

    slug: str
    status: HTTPStatus
    title: Text
    detail: Text


UNREADABLE = ProblemKind(
    "unreadable-request",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    text("无法读取请求。", "The request cannot be read."),
    text(
        "请求不是 JSON，或者不符合这个接口要求的格式；errors 用 JSON 指针列出了问题所在。",
        "It is not JSON, or not of the form that this call takes; `errors` says where, as JSON "
        "pointers.",
    ),
)
BOARD_TOO_LARGE = ProblemKind(
    "board-too-large",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    text("画布上的内容太多。", "There is too much on the board."),
    text(
        f"一张画布最多有 {MAX_NODES:,} 个节点和 {MAX_EDGES:,} 条连线。",
        f"A board has at most {MAX_NODES:,} nodes and {MAX_EDGES:,} edges.",
    ),
)
BODY_TOO_LARGE = ProblemKind(
    "body-too-large",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    text("请求太大。", "The request is too large."),
    text("请求正文最多 1 MiB。", "A request body has at most 1 MiB."),
)
MALFORMED = ProblemKind(
    "malformed-request",
    HTTPStatus.BAD_REQUEST,
    text("这不是一个 HTTP 请求。", "This is no HTTP request."),
    text("请求的格式不符合 HTTP/1.1。", "It does not follow HTTP/1.1."),
)
HEADERS_TOO_LARGE = ProblemKind(
    "headers-too-large",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    text("请求头太大。", "The headers are too large."),
    text(
        "请求头最多 100 项，连同网址最多 32 KiB。",
        "A request has at most 100 headers, and 32 KiB of them with its address.",
    ),
)
TOO_SLOW = ProblemKind(
    "request-too-slow",
    HTTPStatus.REQUEST_TIMEOUT,
    text("请求发送得太慢。", "The request took too long to arrive."),
    text("等网速好一些，再试一次。", "Try again over a better connection."),
)
NOT_JSON = ProblemKind(
    "not-json",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    text("这里只接受 JSON。", "Only JSON is taken here."),
    text(
        "请求的 Content-Type 应该是 application/json。",
        "Send it with the Content-Type application/json.",
    ),
)
FOREIGN = ProblemKind(
    "other-site",
    HTTPStatus.FORBIDDEN,
    text("请求来自另一个网站。", "The request comes from another site."),
    text(
        "别的网站的网页不能以你的名义向这里发送请求。",
        "Pages of other sites cannot send anything here in your name.",
    ),
)
LAB_NOT_FOUND = ProblemKind(
    "lab-not-found",
    HTTPStatus.NOT_FOUND,
    text("没有这个实验。", "There is no such lab."),
    text("GET /api/labs 列出了所有实验。", "GET /api/labs lists the labs."),
)
MODE_NOT_ALLOWED = ProblemKind(
    "mode-not-allowed",
    HTTPStatus.NOT_FOUND,
    text("这个实验没有开放这种模式。", "The lab is not given in this mode."),
    text("GET /api/labs 列出了每个实验开放的模式。", "GET /api/labs lists the modes of each lab."),
)
NOT_GIVEN = ProblemKind(
    "not-given",
    HTTPStatus.NOT_FOUND,
    text("这个实验在这种模式下不提供它。", "This lab does not give it in this mode."),
    text("可以换一种模式，或者换一个实验。", "Another mode may, or another lab."),
)
INSTRUCTOR_ONLY = ProblemKind(
    "instructor-only",
    HTTPStatus.FORBIDDEN,
    text("这里要用教师密钥。", "Only instructors may see this."),
    text(
        "它会显示答案，所以只给老师看。密钥在服务器启动时打印的那一行里；请求时放在 "
        "Authorization: Bearer 后面。",
        "It shows the answer, so it is for instructors. The key stands in the line that the server "
        "prints when it starts; send it as `Authorization: Bearer KEY`.",
    ),
)
LINK_NEEDED = ProblemKind(
    "link-needed",
    HTTPStatus.FORBIDDEN,
    text("这里的实验要从老师给的链接进入。", "Labs open here by a link from an instructor."),
    text(
        "请打开老师发的链接，或者扫老师给的二维码。",
        "Open the link that your instructor gave you, or scan its code.",
    ),
)
SEAL_BROKEN = ProblemKind(
    "link-broken",
    HTTPStatus.FORBIDDEN,
    text("这个链接用不了。", "This link cannot be used."),
    text(
        "它可能不完整、改动过，或者生成它的服务器已经重启。请向老师要一个新的链接；画布还在。",
        "It is not complete, was changed, or its server has been started anew since. Ask your "
        "instructor for a new one; your board is safe.",
    ),
)
LINK_OVER = ProblemKind(
    "link-over",
    HTTPStatus.FORBIDDEN,
    text("时间到了。", "The time is over."),
    text(
        "截止时间已过，不能再验证。画布还在，可以保存，也可以提交（会注明是逾期）。",
        "The deadline has passed, and nothing is verified any more. Your board is safe: save it, "
        "or hand it in; it will be marked as late.",
    ),
)
EXAM_LASTS = ProblemKind(
    "exam-lasts",
    HTTPStatus.FORBIDDEN,
    text("这个实验的考试还在进行。", "The exam of this lab is still going on."),
    text(
        "考试结束之前，打不开这个实验的其他模式；提交以后也一样，因为别人可能还在考。",
        "Until it ends, the lab's other modes stay closed, also once you have handed in: others "
        "may still be at work.",
    ),
)
NO_ATTEMPTS_LEFT = ProblemKind(
    "no-attempts-left",
    HTTPStatus.FORBIDDEN,
    text("验证次数用完了。", "There are no attempts left."),
    text(
        "画布还在，可以继续改、保存和提交，只是不能再验证。",
        "Your board is safe. Go on with it, save it and hand it in; only Verify is over.",
    ),
)
HANDED_IN = ProblemKind(
    "handed-in",
    HTTPStatus.FORBIDDEN,
    text("已经提交，不能再验证。", "This was handed in: Verify is over."),
    text("画布还在，可以保存。", "Your board is safe and can be saved."),
)
FINDING_NOT_FOUND = ProblemKind(
    "finding-not-found",
    HTTPStatus.NOT_FOUND,
    text("画布上已经没有这一处不同。", "The board has no such difference any more."),
    text("请重新验证。", "Verify again."),
)
NODE_NOT_FOUND = ProblemKind(
    "node-not-found",
    HTTPStatus.NOT_FOUND,
    text("画布上没有这个节点。", "The board has no such node."),
    text("请检查节点的编号。", "Check the node's id."),
)
NOT_COMPOSITE = ProblemKind(
    "not-composite",
    HTTPStatus.CONFLICT,
    text("这个块不能展开。", "This block cannot be unfolded."),
    text(
        "能展开的是 bneck、SE 这样的组合块，以及带有归一化或激活函数的卷积和全连接层。",
        "Composite blocks unfold, such as bneck and SE, and so do convolutions and linear layers "
        "that hold a norm or an activation.",
    ),
)
NOT_RUNNABLE = ProblemKind(
    "not-runnable",
    HTTPStatus.CONFLICT,
    text("网络还不能运行。", "The network does not run yet."),
    text("先解决 POST /api/check 指出的问题。", "First fix what POST /api/check says."),
)
SERVER_BUSY = ProblemKind(
    "server-busy",
    HTTPStatus.SERVICE_UNAVAILABLE,
    text("服务器现在很忙。", "The server is busy just now."),
    text(
        "同时要计算的画布太多了。画布还在，过几秒再试。",
        "Many boards are being worked out at once. Yours is safe: try again in a few seconds.",
    ),
)
TAKES_TOO_LONG = ProblemKind(
    "takes-too-long",
    HTTPStatus.SERVICE_UNAVAILABLE,
    text("这张画布算得太久，先停下了。", "This board takes too long to work out."),
    text(
        "画布还在。把它分成几部分，或删去用不到的块，再试一次。",
        "Your board is safe. Remove blocks that you do not need, or work on a part of it.",
    ),
)
TOO_MANY_ATTEMPTS = ProblemKind(
    "too-many-attempts",
    HTTPStatus.TOO_MANY_REQUESTS,
    text("验证得太快了，先歇一歇。", "That was a lot of attempts: take a short break."),
    text(
        "画布还在，内容都没有丢。先想一想下一处该改什么，过一会儿再验证。",
        "Your board is safe. Think about what to change next, and verify again in a while.",
    ),
)
TOO_MANY_QUESTIONS = ProblemKind(
    "too-many-questions",
    HTTPStatus.TOO_MANY_REQUESTS,
    text("请求太频繁了，请稍等。", "That was a lot at once: please wait a moment."),
    text(
        "画布还在，内容都没有丢。过几秒再试。",
        "Your board is safe. Try again in a few seconds.",
    ),
)
TOO_MANY_KEYS = ProblemKind(
    "too-many-keys",
    HTTPStatus.TOO_MANY_REQUESTS,
    text("密钥错了太多次，请稍等。", "Too many wrong keys: please wait a moment."),
    text("过几秒再输入正确的密钥。", "Type the right one in a few seconds."),
)
NOT_FOUND = ProblemKind(
    "not-found",
    HTTPStatus.NOT_FOUND,
    text("这个地址上什么也没有。", "There is nothing at this address."),
    text("接口说明在 /api/docs。", "/api/docs describes the API."),
)
METHOD_NOT_ALLOWED = ProblemKind(
    "method-not-allowed",
    HTTPStatus.METHOD_NOT_ALLOWED,
    text("这个地址不接受这种请求方法。", "This address does not take this method."),
    text("接口说明在 /api/docs。", "/api/docs describes the API."),
)
INTERNAL = ProblemKind(
    "internal-error",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    text("服务器出错了。", "Something went wrong on the server."),
    text(
        "这不是你的错。请把 request_id 告诉管理员。",
        "It is not your fault. Tell the administrator the `request_id`.",
    ),
)
STOPPING = ProblemKind(
    "stopping",
    HTTPStatus.SERVICE_UNAVAILABLE,
    text("服务器正在停止。", "The server is being stopped."),
    text("请稍后再试。", "Try again in a while."),
)
FRONT_END_NOT_BUILT = ProblemKind(
    "front-end-not-built",
    HTTPStatus.SERVICE_UNAVAILABLE,
    text("网页部分还没有构建。", "The pages have not been built."),
    text(
        "make serve 会构建它们；接口不受影响。",
        "`make serve` builds them. The API works without.",
    ),
)
