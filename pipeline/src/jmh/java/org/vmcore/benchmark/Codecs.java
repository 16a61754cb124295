package org.vmcore.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.PageState;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.io.ArraySource;
import org.vmcore.sample.BundledSample;

/**
 * How fast pages of the bundled dump, evenly spread, are read from a dump packed by each codec, in
 * GB of pages for a second of CPU time: the best of ten. {@code scripts/benchmark-codecs} runs this,
 * then the same pages through the codecs' C libraries.
 */
public final class Codecs {
  private static final int NR_PAGES = 150;
  private static final int NR_RUNS = 10;
  private static final double NS_PER_RUN = 3e8;

  private Codecs() {}

  /**
   * @param arguments the file that the pages go to, for the C program
   */
  public static void main(String[] arguments) throws IOException {
    List<byte[]> stored = pages();
    MemoryImage image = new MemoryImage();
    byte[] all = new byte[NR_PAGES * MemoryImage.PAGE_BYTES];
    for (int i = 0; i < NR_PAGES; i++) {
      byte[] page = stored.get((int) ((long) i * stored.size() / NR_PAGES));
      image.stored().put((long) i, page);
      System.arraycopy(page, 0, all, i * page.length, page.length);
    }
    Files.write(Path.of(arguments[0]), all);
    for (Map.Entry<String, byte[]> packed : KdumpBuilder.compressions(image).entrySet()) {
      double best = 0;
      for (int run = 0; run < NR_RUNS; run++) {
        best = Math.max(best, bytesPerNs(packed.getValue()));
      }
      System.out.println(String.format(Locale.ROOT, "%-8s %.3f GB/s", packed.getKey(), best));
    }
  }

  private static List<byte[]> pages() {
    List<byte[]> pages = new ArrayList<>();
    try (Dump dump = Dumps.open(List.of(BundledSample.vmcore()))) {
      for (long paddr = 0; paddr < 1L << 28; paddr += MemoryImage.PAGE_BYTES) {
        if (dump.state(paddr) == PageState.PRESENT) {
          pages.add(dump.page(paddr).bytes().clone());
        }
      }
    }
    return pages;
  }

  /** Opens the dump anew for each pass, so that no page is at hand. */
  private static double bytesPerNs(byte[] packed) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long bytes = 0;
    long ns = 0;
    while (ns < NS_PER_RUN) {
      try (Dump dump = Dumps.of(List.of(new ArraySource("packed", packed)))) {
        for (long pfn = 0; pfn < NR_PAGES; pfn++) {
          bytes += dump.page(pfn * MemoryImage.PAGE_BYTES).bytes().length;
        }
      }
      ns = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    }
    return bytes / (double) ns;
  }
}
