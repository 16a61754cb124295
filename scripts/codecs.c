/*
 * Decompresses the pages of a file, 4 KiB each, with the C libraries of the codecs that dumps use,
 * and prints GB/s. Pages that do not shrink stay as they are and are copied, as in a dump.
 */
#include <lzo/lzo1x.h>
#include <snappy-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>
#include <zstd.h>

enum { PAGE = 4096, MAX_PAGES = 4096, ROOM = 2 * PAGE };

static unsigned char pages[MAX_PAGES][PAGE];
static unsigned char packed[MAX_PAGES][ROOM];
static size_t packed_bytes[MAX_PAGES];
static size_t nr_pages;
static ZSTD_DCtx *zstd;
static z_stream inflater;

static size_t pack(const char *codec, const unsigned char *page, unsigned char *out) {
  if (!strcmp(codec, "zlib")) {
    uLongf size = ROOM;
    compress2(out, &size, page, PAGE, Z_DEFAULT_COMPRESSION);
    return size;
  }
  if (!strcmp(codec, "lzo")) {
    static lzo_align_t work[LZO1X_1_MEM_COMPRESS / sizeof(lzo_align_t) + 1];
    lzo_uint size = ROOM;
    lzo1x_1_compress(page, PAGE, out, &size, work);
    return size;
  }
  if (!strcmp(codec, "snappy")) {
    size_t size = ROOM;
    snappy_compress((const char *)page, PAGE, (char *)out, &size);
    return size;
  }
  return ZSTD_compress(out, ROOM, page, PAGE, 1);
}

static void unpack(const char *codec, size_t number, unsigned char *page) {
  const unsigned char *in = packed[number];
  size_t size = packed_bytes[number];
  if (size >= PAGE) {
    memcpy(page, pages[number], PAGE);
  } else if (!strcmp(codec, "zlib")) {
    inflateReset(&inflater);
    inflater.next_in = (unsigned char *)in;
    inflater.avail_in = size;
    inflater.next_out = page;
    inflater.avail_out = PAGE;
    inflate(&inflater, Z_FINISH);
  } else if (!strcmp(codec, "lzo")) {
    lzo_uint done = PAGE;
    lzo1x_decompress_safe(in, size, page, &done, NULL);
  } else if (!strcmp(codec, "snappy")) {
    size_t done = PAGE;
    snappy_uncompress((const char *)in, size, (char *)page, &done);
  } else {
    ZSTD_decompressDCtx(zstd, page, PAGE, in, size);
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void measure(const char *codec) {
  unsigned char page[PAGE];
  double best = 0;
  for (size_t i = 0; i < nr_pages; i++) {
    packed_bytes[i] = pack(codec, pages[i], packed[i]);
    unpack(codec, i, page);
    if (memcmp(page, pages[i], PAGE)) {
      fprintf(stderr, "%s: page %zu came back different\n", codec, i);
      exit(1);
    }
  }
  for (int run = 0; run < 10; run++) {
    double start = now(), seconds = 0;
    size_t bytes = 0;
    while (seconds < 0.3) {
      for (size_t i = 0; i < nr_pages; i++) unpack(codec, i, page);
      bytes += nr_pages * PAGE;
      seconds = now() - start;
    }
    if (bytes / seconds / 1e9 > best) best = bytes / seconds / 1e9;
  }
  printf("%-8s %.3f GB/s\n", codec, best);
}

int main(int count, char **arguments) {
  FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
  if (!file) {
    fprintf(stderr, "usage: codecs PAGES\n");
    return 2;
  }
  nr_pages = fread(pages, PAGE, MAX_PAGES, file);
  zstd = ZSTD_createDCtx();
  if (nr_pages == 0 || lzo_init() != LZO_E_OK || inflateInit(&inflater) != Z_OK || !zstd) return 1;
  measure("zlib");
  measure("lzo");
  measure("snappy");
  measure("zstd");
  return 0;
}
