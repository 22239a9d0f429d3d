#include "CVectorScan.h"

// One row at a time against up to four probes: the row's registers are used four times for one load from memory, which
// is what limits a scan. Every (row, probe) pair is summed in the same order in every variant, so that a score does not
// depend on its company. Loops that block over several rows were measured slower (docs: notes on search).

typedef void (*kernel)(
    const float *const *probes, size_t probe_count, const float *rows, size_t row_count, size_t dimension,
    float *scores);

#define LANES 16

static void portable_row(const float *row, const float *probe, size_t dimension, float *score) {
  float lanes[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= dimension; i += LANES)
    for (size_t l = 0; l < LANES; l++) lanes[l] += row[i + l] * probe[i + l];
  for (size_t l = 0; i < dimension; i++, l++) lanes[l] += row[i] * probe[i];
  float sum = 0;
  for (size_t l = 0; l < LANES; l++) sum += lanes[l];
  *score = sum;
}

static void portable(
    const float *const *probes, size_t probe_count, const float *rows, size_t row_count, size_t dimension,
    float *scores) {
  for (size_t r = 0; r < row_count; r++)
    for (size_t p = 0; p < probe_count; p++)
      portable_row(rows + r * dimension, probes[p], dimension, scores + p * row_count + r);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define AVX512 __attribute__((target("avx512f")))

AVX2 static inline float sum8(__m256 a, __m256 b, __m256 c, __m256 d) {
  __m256 v = _mm256_add_ps(_mm256_add_ps(a, b), _mm256_add_ps(c, d));
  __m128 h = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  h = _mm_add_ps(h, _mm_movehl_ps(h, h));
  h = _mm_add_ss(h, _mm_movehdup_ps(h));
  return _mm_cvtss_f32(h);
}

// Sums COUNT probes against one row. COUNT is a constant at each use, so the loops over it unroll into registers.
#define AVX2_ROW(COUNT)                                                                                       \
  AVX2 static void avx2_row##COUNT(                                                                            \
      const float *row, const float *const *probes, size_t dimension, float *scores, size_t stride) {         \
    __m256 sums[COUNT][4];                                                                                     \
    for (int p = 0; p < COUNT; p++)                                                                            \
      for (int k = 0; k < 4; k++) sums[p][k] = _mm256_setzero_ps();                                            \
    size_t i = 0;                                                                                              \
    for (; i + 32 <= dimension; i += 32)                                                                       \
      for (int k = 0; k < 4; k++) {                                                                            \
        __m256 v = _mm256_loadu_ps(row + i + 8 * k);                                                           \
        for (int p = 0; p < COUNT; p++)                                                                        \
          sums[p][k] = _mm256_fmadd_ps(v, _mm256_loadu_ps(probes[p] + i + 8 * k), sums[p][k]);                 \
      }                                                                                                        \
    for (int p = 0; p < COUNT; p++) {                                                                          \
      float rest = 0;                                                                                          \
      for (size_t j = i; j < dimension; j++) rest += row[j] * probes[p][j];                                    \
      scores[(size_t)p * stride] = sum8(sums[p][0], sums[p][1], sums[p][2], sums[p][3]) + rest;                \
    }                                                                                                          \
  }
AVX2_ROW(1)
AVX2_ROW(2)

AVX2 static void avx2(
    const float *const *probes, size_t probe_count, const float *rows, size_t row_count, size_t dimension,
    float *scores) {
  for (size_t r = 0; r < row_count; r++) {
    const float *row = rows + r * dimension;
    size_t p = 0;
    for (; p + 2 <= probe_count; p += 2) avx2_row2(row, probes + p, dimension, scores + p * row_count + r, row_count);
    if (p < probe_count) avx2_row1(row, probes + p, dimension, scores + p * row_count + r, row_count);
  }
}

#define AVX512_ROW(COUNT)                                                                                     \
  AVX512 static void avx512_row##COUNT(                                                                        \
      const float *row, const float *const *probes, size_t dimension, float *scores, size_t stride) {         \
    __m512 sums[COUNT][4];                                                                                     \
    for (int p = 0; p < COUNT; p++)                                                                            \
      for (int k = 0; k < 4; k++) sums[p][k] = _mm512_setzero_ps();                                            \
    size_t i = 0;                                                                                              \
    for (; i + 64 <= dimension; i += 64)                                                                       \
      for (int k = 0; k < 4; k++) {                                                                            \
        __m512 v = _mm512_loadu_ps(row + i + 16 * k);                                                          \
        for (int p = 0; p < COUNT; p++)                                                                        \
          sums[p][k] = _mm512_fmadd_ps(v, _mm512_loadu_ps(probes[p] + i + 16 * k), sums[p][k]);                \
      }                                                                                                        \
    for (; i < dimension; i += 16) {                                                                           \
      __mmask16 mask = dimension - i >= 16 ? 0xFFFF : (__mmask16)((1u << (dimension - i)) - 1);                \
      __m512 v = _mm512_maskz_loadu_ps(mask, row + i);                                                         \
      for (int p = 0; p < COUNT; p++)                                                                          \
        sums[p][0] = _mm512_fmadd_ps(v, _mm512_maskz_loadu_ps(mask, probes[p] + i), sums[p][0]);               \
    }                                                                                                          \
    for (int p = 0; p < COUNT; p++)                                                                            \
      scores[(size_t)p * stride] = _mm512_reduce_add_ps(                                                       \
          _mm512_add_ps(_mm512_add_ps(sums[p][0], sums[p][1]), _mm512_add_ps(sums[p][2], sums[p][3])));        \
  }
AVX512_ROW(1)
AVX512_ROW(2)
AVX512_ROW(4)

AVX512 static void avx512(
    const float *const *probes, size_t probe_count, const float *rows, size_t row_count, size_t dimension,
    float *scores) {
  for (size_t r = 0; r < row_count; r++) {
    const float *row = rows + r * dimension;
    size_t p = 0;
    for (; p + 4 <= probe_count; p += 4) avx512_row4(row, probes + p, dimension, scores + p * row_count + r, row_count);
    if (p + 2 <= probe_count) {
      avx512_row2(row, probes + p, dimension, scores + p * row_count + r, row_count);
      p += 2;
    }
    if (p < probe_count) avx512_row1(row, probes + p, dimension, scores + p * row_count + r, row_count);
  }
}
#endif

static kernel chosen(const char **name) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return *name = "avx512", avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return *name = "avx2", avx2;
#endif
  *name = "portable";
  return portable;
}

void kvs_inner_products(
    const float *const *probes, size_t probe_count, const float *rows, size_t row_count, size_t dimension,
    float *scores) {
  const char *name;
  // Asking the processor anew costs a few nanoseconds per call of many rows, and needs no shared state.
  chosen(&name)(probes, probe_count, rows, row_count, dimension, scores);
}

const char *kvs_kernel_name(void) {
  const char *name;
  chosen(&name);
  return name;
}

bool kvs_all_finite(const float *values, size_t count) {
  // x - x is 0 for finite x and NaN otherwise.
  float sum = 0;
  for (size_t i = 0; i < count; i++) sum += values[i] - values[i];
  return sum == 0;
}
