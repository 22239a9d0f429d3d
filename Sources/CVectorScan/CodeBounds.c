#include "CVectorScanCodes.h"

size_t kvs_code_candidates(
    const kvs_code_probe *probe, size_t dimension, const int32_t *sums, const kvs_code_facts *facts, float longest,
    const uint32_t *rows, uint32_t first, size_t count, float floor, kvs_code_candidate *found) {
  float reach = probe->length * longest;
  float slack = probe->error * longest * (1 + 0x1p-20f) + ((float)dimension + 16) * 0x1p-23f * reach + 0x1p-100f;
  size_t candidates = 0;
  for (size_t r = 0; r < count; r++) {
    uint32_t row = rows != 0 ? rows[r] : first + (uint32_t)r;
    kvs_code_facts fact = facts[row];
    float score = (float)sums[r] * (fact.scale * probe->scale);
    float bound = fact.error * probe->length + slack;
    // Written for every row and kept by moving on: a branch here would be mispredicted often enough to cost more.
    found[candidates] = (kvs_code_candidate){.row = row, .lower = score - bound, .upper = score + bound};
    candidates += score + bound >= floor;
  }
  return candidates;
}
