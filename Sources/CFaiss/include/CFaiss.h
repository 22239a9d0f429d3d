#pragma once
// A thin C face on FAISS (Debian libfaiss-dev 1.7.3): the exact inner-product index, which tests and benchmarks hold
// the store's own scan against. No C++ exception leaves these functions; after a failure `cfaiss_message` says why.
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An exact inner-product index (`faiss::IndexFlatIP`). Not to be used from two threads at once while adding.
typedef struct cfaiss_flat cfaiss_flat;

/// A new index for vectors of `dimension` floats; NULL on failure.
cfaiss_flat *cfaiss_flat_make(int64_t dimension);

/// Frees the index; NULL is allowed.
void cfaiss_flat_free(cfaiss_flat *index);

/// Adds `count` vectors; their labels are 0, 1, … in order of adding. False on failure.
bool cfaiss_flat_add(cfaiss_flat *index, int64_t count, const float *vectors);

/// The `limit` nearest of each of `probe_count` probes, best first: `scores` and `labels` have room for
/// `probe_count * limit`. A label of -1 fills up where there are fewer. `threads` bounds the threads of
/// OpenMP for this thread and of OpenBLAS for the process, from this call on.
bool cfaiss_flat_search(
    const cfaiss_flat *index, int64_t probe_count, const float *probes, int64_t limit, int threads, float *scores,
    int64_t *labels);

/// Why the last call on this thread failed; valid until the next failure on this thread.
const char *cfaiss_message(void);

#ifdef __cplusplus
}
#endif
