package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.elfcore.ElfCoreBuilder;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.io.ByteSource;

class ReadPolicyTest {
  private static final MemoryImage IMAGE = MemoryImage.example();
  private static final long EXCLUDED = 6 * MemoryImage.PAGE_BYTES;
  private static final long NOT_THERE = 21 * MemoryImage.PAGE_BYTES;
  private static final ReadPolicy ZERO_FILLING = ReadPolicy.zeroFilling(vaddr -> {});

  private static Dump opened(ByteSource file, ReadPolicy policy) {
    return Dumps.of(List.of(file), Opening.DEFAULT.by(policy));
  }

  private static ByteSource kdump() {
    return new KdumpBuilder(IMAGE).build();
  }

  private static ByteSource elf() {
    return ElfCoreBuilder.of(IMAGE).build();
  }

  @Test
  void whatMayBeZeroReadsAsZeros() {
    try (Dump dump = opened(elf(), ReadPolicy.STRICT)) {
      Page page = dump.page(EXCLUDED + 5);
      assertThat(page.paddr(), is(EXCLUDED));
      assertThat(page.isSaved(), is(false));
      assertThat(page.bytes(), is(new byte[MemoryImage.PAGE_BYTES]));
      assertThat(dump.page(4 * MemoryImage.PAGE_BYTES).isSaved(), is(true));
    }
  }

  @Test
  void whatWasExcludedIsAFaultUnlessZerosAreAskedFor() {
    try (Dump dump = opened(kdump(), ReadPolicy.STRICT)) {
      PageExcluded fault = assertThrows(PageExcluded.class, () -> dump.page(EXCLUDED));
      assertThat(fault.state(), is(PageState.EXCLUDED));
    }
    try (Dump dump = opened(kdump(), ZERO_FILLING)) {
      assertThat(dump.page(EXCLUDED).isSaved(), is(false));
      assertThat(dump.state(EXCLUDED), is(PageState.EXCLUDED));
    }
  }

  @Test
  void whatIsNotThereIsAlwaysAFault() {
    for (ByteSource file : List.of(kdump(), elf())) {
      try (Dump dump = opened(file, ZERO_FILLING)) {
        assertThrows(PageAbsent.class, () -> dump.page(NOT_THERE));
      }
    }
  }
}
