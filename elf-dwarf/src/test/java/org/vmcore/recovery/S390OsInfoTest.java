package org.vmcore.recovery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.paging.PhysicalWords;

class S390OsInfoTest {
  private static final String TEXT = new BuiltKernel(0x10_0000).ownText(0);
  private static final long OS_INFO = 0x7_f000;
  private static final long MAGIC = 0x4f53494e464f535aL;

  private static PhysicalWords machine() {
    return new PhysicalWords("s390x").word(0, 0).word(0x8_0000, 0);
  }

  private static byte[] bigEndian(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  @Test
  void followsLowcoreToOsInfoAndItsFirstEntry() {
    PhysicalWords memory =
        machine()
            .bytes(0xe18, bigEndian(OS_INFO))
            .bytes(OS_INFO, bigEndian(MAGIC))
            .bytes(OS_INFO + 32, bigEndian(0x9_0000))
            .bytes(OS_INFO + 40, bigEndian(TEXT.length()))
            .text(0x9_0000, TEXT);

    Dump told = Recovery.withOwnText(memory);

    assertThat(told.vmcoreInfo().orElseThrow().text(), is(TEXT));
    assertThat(told.description().warnings(), hasItem(containsString("os_info")));
  }

  @Test
  void takesTheNoteOfKernelsThatHaveNoOsInfo() {
    ByteBuffer note = ByteBuffer.allocate(24 + TEXT.length());
    note.putInt(11).putInt(TEXT.length()).putInt(0);
    note.put("VMCOREINFO\0\0".getBytes(StandardCharsets.US_ASCII));
    note.put(TEXT.getBytes(StandardCharsets.US_ASCII));
    PhysicalWords memory =
        machine().bytes(0xe0c, bigEndian(0x9_0002)).bytes(0x9_0002, note.array());
    memory.word(0x9_1000, 0).word(0x9_2000, 0);

    assertThat(Recovery.withOwnText(memory).vmcoreInfo().orElseThrow().text(), is(TEXT));
  }

  @Test
  void isNotLedAstrayByPointersToNothing() {
    PhysicalWords memory =
        machine().bytes(0xe18, bigEndian(OS_INFO)).bytes(0xe0c, bigEndian(-4096));

    assertThat(Recovery.withOwnText(memory), sameInstance((Dump) memory));
  }
}
