#include "CBase64.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define BAD 0x80

// The value of each character, or BAD.
static const uint8_t values[256] = {
    [0 ... '*'] = BAD,
    ['+'] = 62,
    [',' ... '.'] = BAD,
    ['/'] = 63,
    ['0'] = 52, 53, 54, 55, 56, 57, 58, 59, 60, 61,
    [':' ... '@'] = BAD,
    ['A'] = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    ['['...'`'] = BAD,
    ['a'] = 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
    ['{' ... 255] = BAD,
};

// Takes the padding off. Returns 0 where it is misplaced or incomplete.
static int strip(const uint8_t *in, size_t *count) {
  size_t n = *count, padding = 0;
  while (padding < 2 && n > 0 && in[n - 1] == '=') {
    n--;
    padding++;
  }
  // With padding, the whole is in groups of four; in no case is one character left over.
  if (padding && (n + padding) % 4 != 0) return 0;
  if (n % 4 == 1) return 0;
  *count = n;
  return 1;
}

// Decodes characters without padding; `count` % 4 is not 1.
static ptrdiff_t decode_tail(const uint8_t *in, size_t count, uint8_t *out) {
  const uint8_t *start = out;
  uint8_t bad = 0;
  for (; count >= 4; count -= 4, in += 4, out += 3) {
    uint8_t a = values[in[0]], b = values[in[1]], c = values[in[2]], d = values[in[3]];
    bad |= a | b | c | d;
    uint32_t group = (uint32_t)a << 18 | (uint32_t)b << 12 | (uint32_t)c << 6 | d;
    out[0] = (uint8_t)(group >> 16);
    out[1] = (uint8_t)(group >> 8);
    out[2] = (uint8_t)group;
  }
  if (count >= 2) {
    uint8_t a = values[in[0]], b = values[in[1]];
    bad |= a | b;
    *out++ = (uint8_t)(a << 2 | b >> 4);
    if (count == 3) {
      uint8_t c = values[in[2]];
      bad |= c;
      *out++ = (uint8_t)(b << 4 | c >> 2);
    }
  }
  return bad & BAD ? -1 : out - start;
}

ptrdiff_t kenali_base64_decode_portable(const uint8_t *in, size_t count, uint8_t *out) {
  if (!strip(in, &count)) return -1;
  return decode_tail(in, count, out);
}

#if defined(__x86_64__)

// 32 characters at a time to 24 bytes. Returns how many characters it did, a multiple of 32; *bad tells whether any of
// them was none of the alphabet.
//
// The alphabet has at most one run of characters for each high nibble (2: '+'; 3: '0'…'9'; 4, 5: 'A'…'Z'; 6, 7:
// 'a'…'z') but for '/', which shares its nibble with '+'. So three small tables, looked up by the high nibble, say
// where the run begins, where it ends and what to add; '/' is done apart.
__attribute__((target("avx2"))) static size_t decode_avx2(
    const uint8_t *in, size_t count, uint8_t *out, int *bad) {
// clang-format off
#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
  // No run: first above last, both at the ends of the signed range.
  const __m256i first = TWICE(127, 127, '+', '0', 'A', 'P', 'a', 'p', 127, 127, 127, 127, 127, 127, 127, 127);
  const __m256i last = TWICE(-128, -128, '+', '9', 'O', 'Z', 'o', 'z', -128, -128, -128, -128, -128, -128, -128, -128);
  const __m256i shift = TWICE(
      0, 0, 62 - '+', 52 - '0', -'A', -'A', 26 - 'a', 26 - 'a', 0, 0, 0, 0, 0, 0, 0, 0);
  // Within 16 bytes: four words of 24 bits, each the wrong way round, to 12 bytes in order.
  const __m256i order = TWICE(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
#undef TWICE
// clang-format on
  const __m256i nibble = _mm256_set1_epi8(0x0F), slash = _mm256_set1_epi8('/');
  const __m256i slash_value = _mm256_set1_epi8(63);
  const __m256i halves = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7);
  __m256i wrong = _mm256_setzero_si256();
  size_t done = 0;
  // Each store writes 32 bytes, of which 24 count: 48 characters left make at least 34 bytes of room.
  for (; count - done >= 48; done += 32, out += 24) {
    __m256i text = _mm256_loadu_si256((const __m256i *)(in + done));
    __m256i high = _mm256_and_si256(_mm256_srli_epi32(text, 4), nibble);
    __m256i outside = _mm256_or_si256(
        _mm256_cmpgt_epi8(_mm256_shuffle_epi8(first, high), text),
        _mm256_cmpgt_epi8(text, _mm256_shuffle_epi8(last, high)));
    __m256i is_slash = _mm256_cmpeq_epi8(text, slash);
    wrong = _mm256_or_si256(wrong, _mm256_andnot_si256(is_slash, outside));
    __m256i six = _mm256_add_epi8(text, _mm256_shuffle_epi8(shift, high));
    six = _mm256_blendv_epi8(six, slash_value, is_slash);
    // 6 + 6 bits to 12, 12 + 12 to 24.
    __m256i twelve = _mm256_maddubs_epi16(six, _mm256_set1_epi16(0x0140));
    __m256i word = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x00011000));
    __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(word, order), halves);
    _mm256_storeu_si256((__m256i *)out, bytes);
  }
  *bad = !_mm256_testz_si256(wrong, wrong);
  return done;
}

int kenali_base64_is_accelerated(void) { return __builtin_cpu_supports("avx2") != 0; }

ptrdiff_t kenali_base64_decode(const uint8_t *in, size_t count, uint8_t *out) {
  if (!strip(in, &count)) return -1;
  if (count < 48 || !__builtin_cpu_supports("avx2")) return decode_tail(in, count, out);
  int bad = 0;
  size_t done = decode_avx2(in, count, out, &bad);
  if (bad) return -1;
  ptrdiff_t written = (ptrdiff_t)(done / 4 * 3);
  ptrdiff_t tail = decode_tail(in + done, count - done, out + written);
  return tail < 0 ? -1 : written + tail;
}

#else

int kenali_base64_is_accelerated(void) { return 0; }

ptrdiff_t kenali_base64_decode(const uint8_t *in, size_t count, uint8_t *out) {
  return kenali_base64_decode_portable(in, count, out);
}

#endif
