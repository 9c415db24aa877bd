"""The ids that messages, orders, standards and eval sets share, and their Chinese names."""

from __future__ import annotations

TYPES = {
    "emergency": "紧急求助", "repair": "报修", "complaint": "投诉", "service": "服务申请", "enquiry": "咨询",
    "suggestion": "建议", "praise": "表扬", "status": "查询进度", "urge": "催办", "cancel": "撤单",
    "rate": "评价", "human": "转人工", "smalltalk": "寒暄", "other": "其他",
}  # fmt: skip

CATEGORIES = {
    "plumbing": "给排水", "electrical": "供配电", "gas": "燃气", "heating": "供暖空调", "elevator": "电梯",
    "access": "门禁对讲", "structure": "房屋本体", "fire": "消防", "security": "安保秩序", "parking": "停车",
    "cleaning": "保洁", "waste": "垃圾分类", "greening": "绿化", "noise": "噪音", "pets": "宠物",
    "pests": "虫害消杀", "violation": "违规行为", "decoration": "装修管理", "fees": "费用票据",
    "formality": "手续办理", "facility": "公共设施", "value_added": "增值服务", "care": "关怀服务",
    "community": "社区公告", "energy": "绿色节能", "network": "通信网络", "staff": "服务人员", "none": "无",
}  # fmt: skip

URGENCIES = {"P0": "特急", "P1": "紧急", "P2": "一般", "P3": "低"}

STATUSES = {
    "new": "待派单", "assigned": "已派单", "accepted": "已接单", "in_progress": "处理中", "resolved": "待确认",
    "closed": "已关闭", "on_hold": "挂起", "cancelled": "已取消", "reopened": "重新打开",
}  # fmt: skip

OPENS_ORDER = frozenset({"emergency", "repair", "complaint", "service", "suggestion", "praise"})
"""Types that become a work order."""

ABOUT_ORDER = frozenset({"status", "urge", "cancel", "rate"})
"""Types that speak of an order that is already there."""
