#include "CVectorScanCodes.h"
#include <math.h>
#include <string.h>

#define CODE_LIMIT 127
#define PROBE_LIMIT (128 * 127)
// 127 * SUM_LIMIT < 2^31: a product of codes and integers fits into 32 bits.
#define SUM_LIMIT 16.9e6

size_t kvs_codes_stride(size_t dimension) { return (dimension + 63) & ~(size_t)63; }

// A float not less than a length computed in double precision, whose own rounding is far below 2^-24.
static float above(double length) { return nextafterf((float)(length * (1 + 0x1p-24)), INFINITY); }

static float largest(const float *values, size_t count) {
  float most = 0;
  for (size_t i = 0; i < count; i++) {
    float size = fabsf(values[i]);
    most = size > most ? size : most;
  }
  return most;
}

// Rounds half away from zero: a loop of plain conversions, which compilers vectorise.
static inline int nearest(float value, float limit) {
  value = value > limit ? limit : value < -limit ? -limit : value;
  return (int)(value + (value < 0 ? -0.5f : 0.5f));
}

float kvs_code_row(const float *row, size_t dimension, uint8_t *codes, kvs_code_facts *facts) {
  float scale = largest(row, dimension) / CODE_LIMIT;
  // The inverse of the smallest scales is infinite, and infinity times zero no number: such rows are all error.
  float inverse = scale >= 0x1p-100f ? 1 / scale : 0;
  memset(codes + dimension, 128, kvs_codes_stride(dimension) - dimension);
  double squares = 0, errors = 0;
  for (size_t i = 0; i < dimension; i++) {
    int code = nearest(row[i] * inverse, CODE_LIMIT);
    codes[i] = (uint8_t)(code + 128);
    double value = row[i], error = value - (double)scale * code;
    squares += value * value;
    errors += error * error;
  }
  facts->scale = scale;
  facts->error = above(sqrt(errors));
  return above(sqrt(squares) + sqrt(errors));
}

size_t kvs_code_probe_bytes(size_t dimension) { return 4 * kvs_codes_stride(dimension); }

void kvs_code_probe_make(const float *probe, size_t dimension, void *memory, kvs_code_probe *made) {
  size_t stride = kvs_codes_stride(dimension);
  int16_t *whole = memory;
  int8_t *high = (int8_t *)(whole + stride), *low = high + stride;
  memset(memory, 0, kvs_code_probe_bytes(dimension));
  double sum = 0, squares = 0, errors = 0;
  for (size_t i = 0; i < dimension; i++) {
    sum += fabs((double)probe[i]);
    squares += (double)probe[i] * probe[i];
  }
  // Rounding adds half an integer per number at most, which SUM_LIMIT leaves room for.
  float scale = fmaxf(largest(probe, dimension) / PROBE_LIMIT, (float)(sum / (SUM_LIMIT - dimension)));
  float inverse = scale >= 0x1p-100f ? 1 / scale : 0;
  int32_t total = 0;
  for (size_t i = 0; i < dimension; i++) {
    int value = nearest(probe[i] * inverse, PROBE_LIMIT);
    int upper = (value + (value < 0 ? -64 : 64)) / 128;
    whole[i] = (int16_t)value;
    high[i] = (int8_t)upper;
    low[i] = (int8_t)(value - 128 * upper);
    total += value;
    double error = (double)probe[i] - (double)scale * value;
    errors += error * error;
  }
  *made = (kvs_code_probe){
      .whole = whole, .high = high, .low = low,
      .offset = (int32_t)(128u * (uint32_t)total),
      .scale = scale, .length = above(sqrt(squares)), .error = above(sqrt(errors))};
}
