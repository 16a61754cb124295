package org.vmcore.recovery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.Page;
import org.vmcore.dump.VmcoreInfo;

/**
 * One walk over all stored memory that collects what tells of a kernel: texts of VMCOREINFO,
 * banners, and whether the bytes look like memory at all.
 */
final class MemorySweep {
  private static final int CHUNK_BYTES = 4096; // no page of any kernel is smaller
  private static final int MAX_FOUND = 16;
  private static final int MAX_RELEASES = 4;
  private static final int UNREADABLE_IN_A_ROW = 1 << 18; // 1 GiB; then the rest was cut off
  private static final byte[] OSRELEASE = "OSRELEASE=".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BANNER =
      LinkedKernel.BANNER_START.getBytes(StandardCharsets.US_ASCII);

  /** A text of VMCOREINFO and where in physical memory it begins. */
  record Text(long paddr, VmcoreInfo info) {}

  private final Dump dump;
  private final OptionalLong bannerInPage;
  private final Predicate<Text> enough;
  private final List<Text> texts = new ArrayList<>();
  private final List<Long> banners = new ArrayList<>();
  private final Set<String> releases = new LinkedHashSet<>();
  private final Noise noise = new Noise();
  private boolean done;

  /**
   * @param bannerInPage where in its page {@code linux_banner} lies, if that is known; else each
   *     text counts that ends as a banner does, which copies in logs do not
   * @param enough whether a text leaves nothing to be looked for
   */
  MemorySweep(Dump dump, OptionalLong bannerInPage, Predicate<Text> enough) {
    this.dump = dump;
    this.bannerInPage = bannerInPage;
    this.enough = enough;
  }

  /** By ascending address. */
  List<Text> texts() {
    return texts;
  }

  /** Physical addresses of what may be {@code linux_banner}. */
  List<Long> banners() {
    return banners;
  }

  /** Releases of kernels that left their banner anywhere. */
  Set<String> releases() {
    return releases;
  }

  boolean looksEncrypted() {
    return releases.isEmpty() && noise.isNearlyAll();
  }

  void run() {
    OptionalLong at = dump.nextStored(0);
    int unreadable = 0;
    while (at.isPresent() && !done && unreadable < UNREADABLE_IN_A_ROW) {
      long next = at.getAsLong() + CHUNK_BYTES & -CHUNK_BYTES;
      try {
        Page page = dump.page(at.getAsLong());
        look(page);
        next = page.paddr() + page.sizeBytes();
        unreadable = 0;
      } catch (MemoryFault damaged) {
        unreadable++;
      }
      at = next <= at.getAsLong() ? OptionalLong.empty() : dump.nextStored(next);
    }
  }

  private void look(Page page) {
    for (int from = 0; from < page.sizeBytes() && !done; from += CHUNK_BYTES) {
      int start = page.offset() + from;
      int end = Math.min(start + CHUNK_BYTES, page.offset() + page.sizeBytes());
      long paddr = page.paddr() + from;
      noise.add(page.bytes(), start, end);
      for (int at = start; at < end; at++) {
        byte first = page.bytes()[at];
        if (first == 'O' && (at - start & 3) == 0) {
          text(page, at, paddr + at - start);
        } else if (first == 'L' && at + 1 < end && page.bytes()[at + 1] == 'i') {
          banner(page, at, paddr + at - start);
        }
      }
    }
  }

  private void text(Page page, int at, long paddr) {
    if (!Texts.startsWith(page.bytes(), at, OSRELEASE) || texts.size() == MAX_FOUND) {
      return;
    }
    VmcoreInfoText.at(dump, paddr)
        .ifPresent(
            info -> {
              Text text = new Text(paddr, info);
              texts.add(text);
              done = enough.test(text);
            });
  }

  private void banner(Page page, int at, long paddr) {
    if (!Texts.startsWith(page.bytes(), at, BANNER)) {
      return;
    }
    int end = Math.min(page.bytes().length, at + 128);
    String text = new String(page.bytes(), at, end - at, StandardCharsets.ISO_8859_1);
    if (releases.size() < MAX_RELEASES) {
      Texts.release(text).ifPresent(releases::add);
    }
    boolean inPlace =
        bannerInPage.isPresent()
            ? bannerInPage.getAsLong() == (paddr & CHUNK_BYTES - 1)
            : Texts.isBanner(PhysicalMemory.read(dump, paddr, LinkedKernel.MAX_BANNER_BYTES));
    if (inPlace && banners.size() < MAX_FOUND) {
      banners.add(paddr);
    }
  }
}
