#pragma once
// The inner loops of the in-process vector store: inner products, CRC-32C, memory for rows. Plain C, no state but the
// choice of kernel, which is made once by what the processor can do. Every function may be called from any thread.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CVectorScanCodes.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Inner products of `probe_count` probes with `row_count` rows, all of `dimension` floats, rows without gaps.
///
/// `scores[p * row_count + r]` is the product of probe p and row r. A product's value depends on the two vectors alone,
/// never on the row's place or on how many probes are asked for together, so equal rows have equal scores.
void kvs_inner_products(
    const float *const *probes, size_t probe_count, const float *rows, size_t row_count, size_t dimension,
    float *scores);

/// The kernel in use: `avx512`, `avx2` or `portable`.
const char *kvs_kernel_name(void);

/// Whether all `count` values are finite.
bool kvs_all_finite(const float *values, size_t count);

/// CRC-32C (Castagnoli, RFC 3720) of `length` bytes, going on from `crc` (0 to begin).
uint32_t kvs_crc32c(uint32_t crc, const void *bytes, size_t length);

/// Memory for rows. Large pieces come straight from the kernel: growing moves pages and copies nothing, pages that were
/// never written cost nothing, and the start is aligned to a page. Small ones (below 64 KiB) come from the heap and take
/// what they hold, where thousands of small galleries would each leave half a page unused.
///
/// - `old` is NULL or what an earlier call returned, with the byte count it was asked for.
/// - Returns NULL when there is no memory or `new_bytes` is 0; `old` is valid then as before.
void *kvs_rows_resize(void *old, size_t old_bytes, size_t new_bytes);

/// Gives memory from `kvs_rows_resize` back.
void kvs_rows_free(void *rows, size_t bytes);

#ifdef __cplusplus
}
#endif
