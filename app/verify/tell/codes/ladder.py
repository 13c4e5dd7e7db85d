"""Rungs that many codes share: the step, the block, the property."""

from app.core.text import text

STEP = text(
    "第 {step} 步与参考网络有 {places} 处不同。",
    "Step {step} differs from the reference in {places}.",
)
STEPS = text("第 {steps} 步与参考网络不同。", "Different from the reference: {steps}.")
TO_DO = text("第 {step} 步还有 {places} 处没有完成。", "Step {step} is unfinished in {places}.")
BLOCK = text("请看“{node}”：不同之处就在这一块。", "Look at “{node}”: this is where it differs.")
PROPERTY = text(
    "“{node}”的“{property}”与参考网络不同。",
    "“{node}” differs from the reference in {property}.",
)
CONSEQUENCE = text("{consequence}", "{consequence}")
PRINCIPLE = text(
    "{principle}请重读第 {step} 步的说明，看“{property}”这一项。",
    "{principle} Read step {step} again for {property}.",
)
