// Base64 decoding (RFC 4648 §4) for frames: strict, and fast where the processor has AVX2.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Decodes `count` characters of the standard alphabet, padded or not, into `out`, which holds at least
// `count` / 4 * 3 + 3 bytes. Returns how many bytes it wrote, or -1 for any other character, misplaced or
// incomplete padding, or a length that no encoder makes. Spare bits of the last character are ignored.
ptrdiff_t kenali_base64_decode(const uint8_t *_Nullable in, size_t count, uint8_t *_Nonnull out);

// The same without AVX2, for tests and other processors.
ptrdiff_t kenali_base64_decode_portable(const uint8_t *_Nullable in, size_t count, uint8_t *_Nonnull out);

// 1 where `kenali_base64_decode` uses AVX2 on this processor.
int kenali_base64_is_accelerated(void);
