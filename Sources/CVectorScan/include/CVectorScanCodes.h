#pragma once
// Rows as 8-bit codes: a quarter of the memory to read for a scan, and a bound on what that loses, so that the scan can
// say which rows need a look at their floats. No state; every function may be called from any thread.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Which loop computes the products. All give the same integers.
typedef enum {
  kvs_codes_portable = 0,
  kvs_codes_avx2 = 1,
  /// AVX-512 with the VNNI instructions.
  kvs_codes_vnni = 2,
} kvs_codes_kernel;

/// Whether this processor can run `kernel`.
bool kvs_codes_kernel_works(kvs_codes_kernel kernel);

/// The fastest kernel that this processor can run.
kvs_codes_kernel kvs_codes_kernel_best(void);

/// `portable`, `avx2` or `vnni`.
const char *kvs_codes_kernel_name(kvs_codes_kernel kernel);

/// Bytes from one code row to the next: `dimension` rounded up to a multiple of 64.
size_t kvs_codes_stride(size_t dimension);

/// What is known of a code row beside its codes. The row stands for x' = scale * c.
typedef struct {
  /// Length of one step of the codes.
  float scale;
  /// At least the length of x - x'.
  float error;
} kvs_code_facts;

/// Encodes one row x of `dimension` finite floats: c = x / scale rounded to -127…127, scale = max|x| / 127; a byte of
/// `codes` is c + 128. All `kvs_codes_stride` bytes are written.
///
/// - Returns: a number at least the length of x and of x'.
float kvs_code_row(const float *row, size_t dimension, uint8_t *codes, kvs_code_facts *facts);

/// A probe q as integers of 15 bits, standing for q' = scale * integers: 7 more bits than a row's codes, so that the
/// probe's own rounding hardly widens the bounds.
typedef struct {
  /// The integers, and the same split as 128 * high + low; each `kvs_codes_stride` long, aligned to 64 bytes, zeros at
  /// the end.
  const int16_t *whole;
  const int8_t *high, *low;
  /// 128 times the sum of the integers: what the offset of the codes adds to every product.
  int32_t offset;
  float scale;
  /// At least the length of q, and at least that of q - q'.
  float length, error;
} kvs_code_probe;

/// Bytes that `kvs_code_probe_make` needs, aligned to 64.
size_t kvs_code_probe_bytes(size_t dimension);

/// Makes a probe of `dimension` finite floats (at most 65536) in `memory`, which must live as long as the probe.
void kvs_code_probe_make(const float *probe, size_t dimension, void *memory, kvs_code_probe *made);

/// The sums of c * integer for `probe_count` probes and `count` rows of codes.
///
/// - `rows`: the numbers of the rows to visit; NULL for the first `count` of `codes`.
/// - `sums[p * count + r]` is exact, whatever the kernel: the probe's scale keeps it below 2^31.
void kvs_code_sums(
    kvs_codes_kernel kernel, const kvs_code_probe *probes, size_t probe_count, const uint8_t *codes, size_t stride,
    const uint32_t *rows, size_t count, int32_t *sums);

/// A row that a scan may have to look at.
typedef struct {
  uint32_t row;
  /// The row's product with the probe, as `kvs_inner_products` computes it, is not less and not more.
  float lower, upper;
} kvs_code_candidate;

/// The rows of a block whose product with the probe may be `floor` or more.
///
/// **The bound.** Let <,> be the true inner product, |q| a length, x' and q' what the integers stand for. Then
/// `<q,x> - <q',x'> = <q,x-x'> + <q-q',x'>`, and by Cauchy and Schwarz its size is at most `|q| |x-x'| + |q-q'| |x'|`.
/// `<q',x'>` is `scale * scale * sum`, with an exact integer sum. Rounding comes on top. With u = 2^-24 and M not less
/// than any |x| and |x'|: `kvs_inner_products` errs by at most 1.01 d u |q| M in any order of summing (Higham, Accuracy
/// and Stability of Numerical Algorithms, 2nd ed., section 3.1, with d u at most 2^-8); three roundings of the
/// approximate product by 3.1 u |q'| |x'|, at most 6.2 u |q| M; the sums in this function by less than 8 u |q| M. The
/// slack that is added, (d + 16) 2u |q| M + 2^-100, is more than all of these together and covers underflow.
///
/// Lengths must be such that their products are finite floats; a store's vectors have length one.
///
/// - `rows`: the rows' numbers as in `kvs_code_sums`; NULL for those from `first` on.
/// - `facts`: of all rows, by number.
/// - `longest`: M.
/// - `found`: room for `count` candidates.
/// - Returns: how many were found.
size_t kvs_code_candidates(
    const kvs_code_probe *probe, size_t dimension, const int32_t *sums, const kvs_code_facts *facts, float longest,
    const uint32_t *rows, uint32_t first, size_t count, float floor, kvs_code_candidate *found);

#ifdef __cplusplus
}
#endif
