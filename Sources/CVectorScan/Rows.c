#define _GNU_SOURCE
#include "CVectorScan.h"
#include <sys/mman.h>
#include <unistd.h>

static size_t whole_pages(size_t bytes) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  return (bytes + page - 1) / page * page;
}

float *kvs_rows_resize(float *old, size_t old_bytes, size_t new_bytes) {
  size_t size = whole_pages(new_bytes);
  if (size == 0 || size < new_bytes) return NULL;
  void *rows = old == NULL
                   ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                   : mremap(old, whole_pages(old_bytes), size, MREMAP_MAYMOVE);
  if (rows == MAP_FAILED) return NULL;
  // Large pages spare a long scan its TLB misses; where the system has none this does nothing.
  if (size >= 4 << 20) (void)madvise(rows, size, MADV_HUGEPAGE);
  return rows;
}

void kvs_rows_free(float *rows, size_t bytes) {
  if (rows != NULL) (void)munmap(rows, whole_pages(bytes));
}
