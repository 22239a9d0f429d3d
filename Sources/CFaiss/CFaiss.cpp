#include "CFaiss.h"

#include <faiss/IndexFlat.h>
#include <omp.h>

#include <exception>
#include <string>

// OpenBLAS has threads of its own, which OpenMP's setting does not bound; another BLAS has no such function.
extern "C" void openblas_set_num_threads(int) __attribute__((weak));

struct cfaiss_flat {
  faiss::IndexFlatIP index;
};

namespace {
thread_local std::string message;

// Runs `body`; an exception becomes `false` and a message, since Swift's frames can't be unwound.
template <typename Body>
bool guarded(Body body) noexcept {
  try {
    body();
    return true;
  } catch (const std::exception &error) {
    try {
      message = error.what();
    } catch (...) {
    }
  } catch (...) {
    try {
      message = "unknown C++ exception";
    } catch (...) {
    }
  }
  return false;
}
}  // namespace

extern "C" {

cfaiss_flat *cfaiss_flat_make(int64_t dimension) {
  cfaiss_flat *made = nullptr;
  guarded([&] { made = new cfaiss_flat{faiss::IndexFlatIP(dimension)}; });
  return made;
}

void cfaiss_flat_free(cfaiss_flat *index) {
  guarded([&] { delete index; });
}

bool cfaiss_flat_add(cfaiss_flat *index, int64_t count, const float *vectors) {
  return guarded([&] { index->index.add(count, vectors); });
}

bool cfaiss_flat_search(
    const cfaiss_flat *index, int64_t probe_count, const float *probes, int64_t limit, int threads, float *scores,
    int64_t *labels) {
  return guarded([&] {
    omp_set_num_threads(threads);
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(threads);
    static_assert(sizeof(faiss::Index::idx_t) == sizeof(int64_t));
    index->index.search(probe_count, probes, limit, scores, reinterpret_cast<faiss::Index::idx_t *>(labels));
  });
}

const char *cfaiss_message(void) { return message.c_str(); }
}
