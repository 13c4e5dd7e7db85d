"""Rungs that many codes share: the step, the block and what of it is right, the property."""

from app.core.text import text

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
