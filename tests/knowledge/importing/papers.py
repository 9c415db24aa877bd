"""Papers as companies hand them over: columns, nested tables, several tables on a sheet, old web pages, scans."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from tests.knowledge.importing.builders import _FONT, _saved

_NARROW = ParagraphStyle("narrow", fontName=_FONT, fontSize=10, leading=15, wordWrap="CJK")

COLUMNS = (
    "枫桥雅苑住户手册",
    "一、入住",
    "1. 收楼时间为每天9:00至16:30，请带身份证原件和购房合同；代办的另带公证过的委托书。收楼当日发钥匙6把、门卡3张，多要的每张门卡收工本费18元。",
    "2. 水电过户须在收楼后15日内办理，逾期由业主自行承担滞纳金。",
    "二、电梯",
    "1. 货梯在3单元，运料须提前1天登记，每次收围板使用费30元，损坏照价赔偿；小件走客梯的，须装袋，且避开7:30至9:00和17:30至19:00。",
    "2. 电梯每15天保养一次。停电时自动平层，被困请按黄色按钮，5分钟内有人应答。",
    "三、宠物",
    "1. 犬只须在入住后30天内办证，每户限养一只。未成年人不得单独遛犬；在电梯里须抱起或戴嘴套，违者第一次劝导，第二次起登报本楼公示栏。",
    "2. 流浪猫投喂点设在北门岗亭后，其他地方不得投喂。",
    "四、会所",
    "1. 会所对住户开放，周一至周五10:00至21:30，周末9:00至22:00，春节三天休息。羽毛球场每小时48元，学生凭证半价；乒乓球免费，球拍押金20元。",
    "2. 棋牌室按桌收费，每桌每半天25元，须满16周岁。预约提前两天，临时取消扣一半。",
    "五、收费",
    "1. 物业服务费每月每平方米：住宅1.95元，底商3.60元，办公2.80元；空置超过半年的住宅打七折，须书面申请。",
    "2. 车位服务费：地下每月60元，机械车位每月45元。临停首小时6元，以后每小时3元，封顶36元；警车、救护车、消防车不收。",
    "3. 装修押金住宅2,000元、底商5,000元，完工验收满两个月退。装修垃圾由物业统一清运，住宅每平方米5元。",
)  # fmt: skip


def columns() -> bytes:
    """A PDF in two columns, with a running head and foot on each of its pages."""
    out = io.BytesIO()

    def around(canvas: Any, document: Any) -> None:
        canvas.setFont(_FONT, 9)
        canvas.drawString(60, 810, "枫桥雅苑住户手册 · 内部资料")
        canvas.drawRightString(540, 28, f"枫桥物业  第 {document.page} 页 / 共 4 页")

    paper = BaseDocTemplate(out, pagesize=A4)
    frames = [Frame(50, 560, 240, 230), Frame(310, 560, 240, 230)]
    paper.addPageTemplates([PageTemplate(frames=frames, onPage=around)])
    paper.build([Paragraph(text, _NARROW) for text in COLUMNS])
    return out.getvalue()


def nested() -> bytes:
    """A Word file: a table in a cell of a table, cells merged across and down, small print under it."""
    document = docx.Document()
    document.add_heading("枫桥雅苑有偿服务指南", 1)
    document.add_paragraph("有偿服务价目（单位：元）")
    outer = document.add_table(rows=7, cols=4)
    rows = (
        ("类别", "项目", "收费", "备注"),
        ("水电", "换灯管", "15", "材料自备"),
        ("", "换水阀", "35*", "材料自备"),
        ("", "疏通下水", "", ""),
        ("家政", "擦窗", "8/㎡", "三层以上的外侧不做"),
        ("", "深度保洁", "12/㎡", ""),
        ("代办", "代收代寄快递", "免费", ""),
    )
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text:
                outer.cell(r, c).text = text
    outer.cell(1, 0).merge(outer.cell(3, 0))
    outer.cell(4, 0).merge(outer.cell(5, 0))
    inner = outer.cell(3, 2).add_table(rows=2, cols=2)
    for r, (what, price) in enumerate((("马桶", "90"), ("地漏", "60"))):
        inner.cell(r, 0).text, inner.cell(r, 1).text = what, price
    document.add_paragraph("* 夜间（20:00后）上门的另加20元。")
    document.add_paragraph("注：以上价格均不含材料费，下单后2小时内上门。")
    document.add_heading("退费", 2)
    document.add_paragraph("服务后3天内不满意的，凭单据退一半。")
    return _saved(document)


def text_box(text: str) -> bytes:
    """A Word file with a text box, written a second time for old programs as Word does it."""
    document = docx.Document()
    document.add_heading("枫桥雅苑公告", 1)
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )
    return _saved(document)


def several_tables() -> bytes:
    """A sheet with three tables one under the other without empty rows between, one of them turned by 90 degrees, each
    with a caption, units in the header, and notes."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "2026收费"
    for row in (
        ["表一 物业服务费", None, None, None],
        ["业态", "单价（元/㎡·月）", "能耗费（元/户·月）", "说明"],
        ["小高层", 1.85, 12, None],
        ["叠墅", 3.35, 20, "含庭院公共绿化"],
        ["地下室", 0.9, None, None],
        ["备注：空置房打八折，须提前一个月报备。", None, None, None],
        ["表二 场地使用（元/小时）", None, None, None],
        ["", "业主", "租户", "外来人员"],
        ["篮球场", 20, 30, 60],
        ["多功能厅", 150, 180, 400],
        ["表三 会员卡", None, None, None],
        ["卡种", "月卡", "季卡", "年卡"],
        ["价格（元）", 120, 320, 980],
        ["有效期", "30天", "90天", "365天"],
        ["可带客人", "不可", "1人", "2人"],
    ):
        page.append(row)
    for cells in ("A1:D1", "A6:D6", "A7:D7", "A11:D11"):
        page.merge_cells(cells)
    return _saved(book)


OLD_PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>枫桥雅苑-公告</title></head>
<body bgcolor=#ffffff><table width=760 border=0><tr><td width=140><a href=1.htm>首页</a><br><a href=2.htm>公告</a></td><td>
<center><font size=5 color=red><b>关于调整垃圾投放时间的公告</b></font></center>
<p>　　各位住户：<br>　　经与街道协商，自2026年12月1日起，本小区垃圾投放时间调整如下：<br>
　　<b>早上</b>：6:30—9:00；<b>晚上</b>：18:00—20:30<br>
　　错过时间的请投到<font color=blue>北门误时点</font>（10:00—17:00有人值守）。<br>
　　大件垃圾每月10日、25日收，沙发一件收<u>35元</u>，床垫一张收<u>40元</u>，拆成小件的不收。<br>
　　装修垃圾不得投入生活垃圾桶，违者按每袋50元扣押金。
<p align=right>枫桥物业服务中心<br>二〇二六年十一月十八日
<p>咨询电话：0512-6550-3321（张主任）&nbsp;&nbsp;夜间 0512-6550-3300
</td></tr></table><hr><small>版权所有 枫桥物业 访问量：1024</small></body></html>"""

QUESTIONS = """枫桥雅苑业主问答（前台整理）

1、问：我家热水器不出热水，你们修不修？
   答：家用电器不修，可以代联系厂家；属于水管问题的，
工程部免费看，换管子每米收22元。
2、问：小孩上学要开居住证明，怎么开？
   答：带房产证和户口本到前台，当场开，不收钱。
      租户还要房东的电话确认。
3、问：地库能装充电桩吗
   答：产权车位可以。先到供电局申请，物业5个工作日内盖章；
人防车位不能装。
4、问：邻居半夜唱歌怎么办？
   答：22:00到第二天7:00打夜间电话，巡逻岗10分钟内上门劝；
      三次不听的，联系派出所。

【停车】
5、问：朋友来玩，车怎么算？
   答：业主手机上发券，每月4张，每张抵3小时；没券的按临停收。
"""

SCAN = """枫 桥 雅 苑 安 全 须 知
— 1 —
第一条  消防通道内禁止停
车，违停的，保安贴单后30分
钟内不挪，联系拖车，费用车
主承担。
第二条  电动自行车须停放
在地面车棚，充电１．５元可
充４小时，充满自动断电。
第三条  阳台堆放可燃物的，
限期３天清理；拒不清理的，
报消防部门。
— 2 —
第四条  燃气表间钥匙由物
业保管，业主须在场才能开，
每年3月、9月各检查l次。
第五条  高空抛物监控保存
9O天，住户可凭报警回执调
看。
第六条  灭火器每层2具，每
月检査一次，压力不足的7天
內更换。
"""

NESTED_LIST = """# 枫桥雅苑装修管理办法

## 办理

- **申请**
  - 提前5天提交，资料：
    - 身份证
    - 施工图
    - 施工队营业执照
  - 物业2个工作日内审完
- **押金**
  1. 业主：1800元
  2. 施工队：3000元，违规一次扣200元

## 施工

- 时间
  - 平日
    - 上午 8:00-12:00
    - 下午 14:00-18:00
  - 周末及法定节假日：全天禁止
- 噪音作业
  - 只在平日 9:00-11:30、15:00-17:00
  - 高考期间（6月5日-9日）停工

> 提示：超出时间施工，第一次警告，第二次停工三天。

## 收费

| 项目 | 住宅 | 商铺 |
|---|---|---|
| 管理费（元/㎡） | 2 | 4 |
| 垃圾清运费（元/㎡） | 5* | 9 |
| 出入证（元/张） | 10 | 10 |

\\* 自行清运到指定消纳场的免收。
"""
