package org.vmcore.paging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.Opening;
import org.vmcore.dump.ReadPolicy;
import org.vmcore.dump.elfcore.ElfCoreBuilder;

class AddressSpaceTest {
  private static final long UNSAVED = 6 * MemoryImage.PAGE_BYTES; // a tail without bytes
  private static final long SAVED = 4 * MemoryImage.PAGE_BYTES;

  private final List<Long> zeroed = new ArrayList<>();

  /** Memory where virtual addresses are the physical ones. */
  private Memory memory() {
    Dump dump =
        Dumps.of(
            List.of(ElfCoreBuilder.of(MemoryImage.example()).build()),
            Opening.DEFAULT.by(ReadPolicy.strict(zeroed::add)));
    PageTableWalker none = new PageTableWalker(dump, new X86PageTables(4, 0), 0);
    return new AddressSpace(dump, none, List.of(new LinearMap(0, 1 << 30, 0)), 16);
  }

  @Test
  void eachReadThatGetsZerosForBytesIsTold() {
    Memory memory = memory();

    assertThat(memory.u64(UNSAVED + 8), is(0L));
    assertThat(memory.u32(UNSAVED + 16), is(0));

    assertThat(zeroed, contains(UNSAVED + 8, UNSAVED + 16));
  }

  @Test
  void readsOfSavedMemoryAndQuestionsAreNot() {
    Memory memory = memory();

    memory.u64(SAVED);
    assertThat(memory.isReadable(UNSAVED), is(true));

    assertThat(zeroed, is(empty()));
  }
}
