#define _GNU_SOURCE
#include "CVectorScan.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Below what malloc itself would take from the kernel page by page.
#define SMALL (64u << 10)
#define LARGE_PAGES (4u << 20)

static size_t whole_pages(size_t bytes) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  return (bytes + page - 1) / page * page;
}

static void *pages(void *old, size_t old_bytes, size_t new_bytes) {
  size_t size = whole_pages(new_bytes);
  if (size < new_bytes) return NULL;
  void *rows = old == NULL ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                           : mremap(old, whole_pages(old_bytes), size, MREMAP_MAYMOVE);
  if (rows == MAP_FAILED) return NULL;
  // Large pages spare a long scan its TLB misses; where the system has none this does nothing.
  if (size >= LARGE_PAGES) (void)madvise(rows, size, MADV_HUGEPAGE);
  return rows;
}

void *kvs_rows_resize(void *old, size_t old_bytes, size_t new_bytes) {
  if (new_bytes == 0) return NULL;
  bool was_small = old == NULL || old_bytes < SMALL, is_small = new_bytes < SMALL;
  if (was_small && is_small) return realloc(old, new_bytes);
  if (old == NULL || !(was_small || is_small)) return pages(old, old_bytes, new_bytes);
  void *rows = is_small ? malloc(new_bytes) : pages(NULL, 0, new_bytes);
  if (rows == NULL) return NULL;
  memcpy(rows, old, old_bytes < new_bytes ? old_bytes : new_bytes);
  kvs_rows_free(old, old_bytes);
  return rows;
}

void kvs_rows_free(void *rows, size_t bytes) {
  if (rows == NULL) return;
  if (bytes < SMALL) {
    free(rows);
  } else {
    (void)munmap(rows, whole_pages(bytes));
  }
}
