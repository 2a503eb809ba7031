"""Click ids of advertisers and mailing tools, by the key that they travel under; campaign parameters are not ids."""

from __future__ import annotations

from chlogaudit.detect.detector import Detector, Hits, Slot, whole, words
from chlogaudit.detect.validators import has_digit, is_nothing, is_wordy
from chlogaudit.model.finding import IdType

_KEYS = words(
    "gclid dclid gbraid wbraid fbclid msclkid twclid ttclid lifatid mceid hsenc yclid ymclid igshid igsh veroid veroconv"
    " olyencid olyanonid rbclickid irclickid irgwc clickid clkid clickref cjevent epik sccid rdtcid wickedid mkttok ssaid awc"
    " gclsrc gac srsltid zanpid tduid ranclickid ransiteid sznclid qclid ndclid obclid outbrainclickid dicbo taboolaclickid"
    " tblci afclick affclickid transactionclickid bgclid gaclickid afclid mgclid ttdclid vmcid ckid s2sclickid bxid klclid"
    " kx klaviyoid trkemail mbid spmailingid spuserid spjobid elqtrackid elqtrack elq cvosrcid ecid subscriberhash hsctatracking"
    " adclid aclid mktclid fbc gclaw gcldc gclgb gclha ysclid branchmatchid efid btatid btac dmi trkcontact trkmsg trksid sceh scuid scllid"
    " mlsubscriber mlsubscriberhash bsftuid bsfteid bsftclkid ssemailid sfmcsub sfmcid etrid etsubscriberid wtmcid admitaduid tagtaguid"
    " actionpay aprid kclickid pclid rtkclickid subid subid1 affsub affsub2 mailid recipientkey emci emdi ceid tblclickid"
    " lmsid impradid clickuuid adjclickid vtclid pmclid rdtuuid sharedid smclient vgoee cksubscriberid openstat dripid"
)
_EXACT = words("aclk ke kx gl wcid trkid cjdata")


def _in_slot(slot: Slot, _name: str) -> Hits:
    text = slot.view.text.strip()
    if is_nothing(text) or len(text) < 5 or not (has_digit(text) or len(text) >= 16) or " " in text or is_wordy(text):
        return ()
    return list(whole(slot.view, IdType.CLICK_ID, 0.97, "key of a click id"))


DETECTOR = Detector(IdType.CLICK_ID, slot=_in_slot, keys=_KEYS, exact=_EXACT)
