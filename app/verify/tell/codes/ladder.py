"""Rungs that many codes share, and how far a finding reaches, which its first rung says."""

from app.core.text import Text, text
from app.verify.report import FindingCode

STEP = text(
    "第 {step} 步与参考网络有 {places} 处不同。",
    "Step {step} differs from the reference in {places}.",
)
STEPS = text("第 {steps} 步与参考网络不同。", "Different from the reference: {steps}.")
TO_COME = text("第 {steps} 步还没有搭好。", "Still to come: {steps}.")
TO_DO = text("第 {step} 步还有 {places} 处没有完成。", "Step {step} is unfinished in {places}.")
BLOCK = text(
    "请看“{node}”：它放在这里没有错，不同的是它的参数。",
    "Look at “{node}”: it belongs here; what differs is among its parameters.",
)
BESIDE = text(
    "请看“{node}”和它前后的块：不同之处不在参数。",
    "Look at “{node}” and the blocks before and after it: the difference is not in a parameter.",
)
BEGIN = text(
    "请从“{node}”看起：{share}都是同样的情况。",
    "Begin at “{node}”: {share} differ in the same way.",
)
TOGETHER = text("请把这几块放在一起看：{names}。", "Look at these blocks together: {names}.")
ENTERING = text("请看进入“{node}”的连线。", "Look at the wires that enter “{node}”.")
PROPERTY = text(
    "“{node}”的“{property}”与参考网络不同。",
    "“{node}” differs from the reference in {property}.",
)
KIND = text(
    "{consequence}同样的形状可以由不同的运算得到：“{node}”保留了输入里的什么，又丢掉了什么？",
    "{consequence} Different operations can give equal shapes: what does “{node}” keep of its "
    "input, and what does it lose?",
)
NORM_BEHIND = text(
    "不同的是“{node}”这里卷积之后的归一化。",
    "It is about the normalisation after the convolution here, at “{node}”.",
)
SE_ELSEWHERE = text(
    "“{node}”这里的 SE 模块，位置与参考网络不同。",
    "The SE module here, at “{node}”, is at another place than in the reference.",
)
NARROW = text(
    "看“{node}”输出的通道数：降维之后，它已经比中间少得多。被激活函数抹去的信息，后面还找得"
    "回来吗？",
    "Look at the channels that leave “{node}”: after the projection there are far fewer "
    "than inside. Can what the activation wipes out be found again later?",
)
CONSEQUENCE = text("{consequence}", "{consequence}")
PRINCIPLE = text(
    "{principle}请重读第 {step} 步，看{again}。",
    "{principle} Read step {step} again, and look at {again}.",
)
ALIKE = text(
    "{share}的“{property}”都与参考网络不同：像是把一种读法用到了所有的块上。",
    "{share} differ from the reference in {property}: as if one reading had been used for all of "
    "them.",
)


def in_step(
    id: str, name: str, block: Text, what: Text, consequence: Text, principle: Text
) -> FindingCode:
    """Return the code of what is wrong in one step."""
    return FindingCode(id, name, False, (STEP, block, what, consequence, principle))


def throughout(id: str, name: str, what: Text, consequence: Text, principle: Text) -> FindingCode:
    """Return the code of what is wrong in the same way in many blocks, the first of them ahead."""
    return FindingCode(id, name, False, (STEPS, BEGIN, what, consequence, principle))


def of_several(id: str, name: str, what: Text, consequence: Text, principle: Text) -> FindingCode:
    """Return the code of what is wrong with several blocks as they stand together."""
    return FindingCode(id, name, False, (STEPS, TOGETHER, what, consequence, principle))


def to_do(
    id: str, name: str, block: Text, what: Text, consequence: Text, principle: Text
) -> FindingCode:
    """Return the code of what is not there yet in one step."""
    return FindingCode(id, name, True, (TO_DO, block, what, consequence, principle))


def to_come(
    id: str, name: str, block: Text, what: Text, consequence: Text, principle: Text
) -> FindingCode:
    """Return the code of what is not there yet, in one step or several."""
    return FindingCode(id, name, True, (TO_COME, block, what, consequence, principle))
