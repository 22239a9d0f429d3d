#include "CVectorScan.h"
#include <string.h>

static uint32_t portable(uint32_t crc, const uint8_t *bytes, size_t length) {
  // One bit at a time, polynomial 0x1EDC6F41 reflected: slow and obviously right; only for processors without the
  // instruction.
  while (length--) {
    crc ^= *bytes++;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1)));
  }
  return crc;
}

#if defined(__x86_64__)
#include <immintrin.h>
__attribute__((target("sse4.2"))) static uint32_t sse42(uint32_t crc, const uint8_t *bytes, size_t length) {
  uint64_t wide = crc;
  for (; length >= 8; bytes += 8, length -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    wide = _mm_crc32_u64(wide, word);
  }
  crc = (uint32_t)wide;
  while (length--) crc = _mm_crc32_u8(crc, *bytes++);
  return crc;
}
#endif

uint32_t kvs_crc32c(uint32_t crc, const void *bytes, size_t length) {
  crc = ~crc;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) return ~sse42(crc, bytes, length);
#endif
  return ~portable(crc, bytes, length);
}
