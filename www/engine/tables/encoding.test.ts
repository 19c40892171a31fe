import { expect, test } from "vitest";
import { encodingOf, textOfEncoded } from "./encoding.ts";

const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

const TEXTS = [
  [
    "shift_jis",
    "835e83438367838b2c955d89bf0a90698c8282cc8b90906c2c350a82c682c882e882cc83678367838d2c340a",
    "タイトル,評価\n進撃の巨人,5\nとなりのトトロ,4\n",
  ],
  [
    "euc-jp",
    "a5bfa5a4a5c8a5eb2cc9beb2c10abfcab7e2a4ceb5f0bfcd2c350aa4c8a4caa4eaa4cea5c8a5c8a5ed2c340a",
    "タイトル,評価\n進撃の巨人,5\nとなりのトトロ,4\n",
  ],
  [
    "gb18030",
    "cae9c3fb2cc6c0b7d62ccab1bce40ac8fdcce52c352c323032302d30312d30320abbeed7c52c342c323032312d30332d30340abaecc2a5c3ce2c352c323032322d30352d30360a",
    "书名,评分,时间\n三体,5,2020-01-02\n活着,4,2021-03-04\n红楼梦,5,2022-05-06\n",
  ],
  [
    "big5",
    "aed1a6572cb5fba4c02caec9b6a10aa454b0eaba74b8712c352c323032302d30312d30320aacf5bcd3b9da2c342c323032312d30332d30340a",
    "書名,評分,時間\n三國演義,5,2020-01-02\n紅樓夢,4,2021-03-04\n",
  ],
  [
    "euc-kr",
    "c1a6b8f12cc6f2c1a10ab1e2bbfdc3e62c350abfc3b5e5bab8c0cc2c340a",
    "제목,평점\n기생충,5\n올드보이,4\n",
  ],
  [
    "windows-1251",
    "cde0e7e2e0ede8e53bcef6e5edeae00acce0f1f2e5f020e820cce0f0e3e0f0e8f2e03b31300ac8e4e8eef23b390a",
    "Название;Оценка\nМастер и Маргарита;10\nИдиот;9\n",
  ],
  [
    "koi8-r",
    "eec1dad7c1cec9c53befc3c5cecbc10aedc1d3d4c5d220c920edc1d2c7c1d2c9d4c13b31300ae9c4c9cfd43b390a",
    "Название;Оценка\nМастер и Маргарита;10\nИдиот;9\n",
  ],
  [
    "windows-1250",
    "54797475b33b4f63656e610a5ab36f647a69656a61737a6b693b390a4f706f7769659ce6206f20426f6269653b370a5069ea6b6e7920756d7973b33b360a4368b36f70616b69206e69652070b361637ab93b380a447a6965f1209c776972613b390a576fb379f13b370a",
    "Tytuł;Ocena\nZłodziejaszki;9\nOpowieść o Bobie;7\nPiękny umysł;6\nChłopaki nie płaczą;8\nDzień świra;9\nWołyń;7\n",
  ],
  [
    "iso-8859-2",
    "54797475b33b4f63656e610a5ab36f647a69656a61737a6b693b390a4f706f776965b6e6206f20426f6269653b370a5069ea6b6e7920756d7973b33b360a4368b36f70616b69206e69652070b361637ab13b380a447a6965f120b6776972613b390a576fb379f13b370a",
    "Tytuł;Ocena\nZłodziejaszki;9\nOpowieść o Bobie;7\nPiękny umysł;6\nChłopaki nie płaczą;8\nDzień świra;9\nWołyń;7\n",
  ],
  [
    "windows-1254",
    "4261fe6cfd6b3b5075616e0a4bfdfe2075796b7573753b390a426162616d207665206ff06c756d3b380a45fe6bfd79613b31300a596168fe6920626174fd3b360a4861626162616d2073fd6efd66fd3b390a4261fe6b612064696c64652061fe6b3b370a",
    "Başlık;Puan\nKış uykusu;9\nBabam ve oğlum;8\nEşkıya;10\nYahşi batı;6\nHababam sınıfı;9\nBaşka dilde aşk;7\n",
  ],
] as const;

test.each(TEXTS)("%s is told by its characters, and read", async (encoding, hex, text) => {
  const bytes = bytesOf(hex);
  expect(encodingOf(bytes)).toBe(encoding);
  // Cut anywhere.
  for (let end = bytes.length - 1; end > bytes.length - 3; end--)
    expect(encodingOf(bytes.subarray(0, end))).toBe(encoding);
  expect(await (await textOfEncoded(new Blob([bytes]), encoding)).text()).toBe(text);
});

test("what the core reads is left to it: western words, and text with hardly anything but ASCII", () => {
  const western =
    "54ed74756c6f3b41f16f3b4e6f74610a456c20657370ed72697475206465206c6120636f6c6d656e613b313937333b390a416de96c696520e0206c61206672616ee7616973653b323030313b380ac761206972612c206ff920e7613f2046fc72204be47468652c204772f6df650a";
  expect(encodingOf(bytesOf(western))).toBeUndefined();
  const icelandic =
    "4d796e64696e20756d206b6f6e756e612073656d20fd74746920f66c6c7520e120756e64616e2073e9723b350ade61f020657220ed736c656e736b206d796e642c20e6f069736c656720fef33b340a";
  expect(encodingOf(bytesOf(icelandic))).toBeUndefined();
  expect(encodingOf(bytesOf("e0e1e2e3e4e52c350a"))).toBeUndefined();
  // Of UTF-8 with a line that is none it knows each line.
  const mixed = new TextEncoder().encode("Canción;5\nEspíritu;4\nDía;3\nÉl;2\n".repeat(3));
  expect(encodingOf(Uint8Array.from([...mixed, 0xe9, 0x3b, 0x34]))).toBeUndefined();
});
