package org.vmcore.btf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmcore.paging.MemorySearch;
import org.vmcore.paging.PlacedBytes;

class BtfSearchTest {
  private static final long START = 0xffff800008000000L;

  private final PlacedBytes memory = new PlacedBytes(START, 1 << 18, ByteOrder.LITTLE_ENDIAN);

  private static byte[] kernel() {
    BtfBytes blob = BtfBytes.littleEndian();
    blob.struct("list_head", false, 16);
    blob.struct("task_struct", false, 4160);
    return blob.bytes();
  }

  private Optional<byte[]> found() {
    return Btf.find(MemorySearch.ofImage(memory, START));
  }

  @Test
  void findsTheBlobWhereverItLies() {
    memory.put(START + 0xfffd, kernel());
    assertThat(found().orElseThrow(), is(kernel()));
  }

  @Test
  void passesOverHeadersThatDescribeNoKernel() {
    BtfBytes other = BtfBytes.littleEndian();
    other.struct("foo", false, 8);
    memory.put(START + 0x100, other.bytes());
    memory.put(START + 0x1000, (byte) 0x9f, (byte) 0xeb, (byte) 1, (byte) 0);
    memory.putInt(START + 0x1004, 24).putInt(START + 0x100c, -1).putInt(START + 0x1010, -1);
    memory.put(START + 0x2000, kernel());
    assertThat(found().orElseThrow(), is(kernel()));
  }

  @Test
  void findsNothingWhereAPageOfItIsMissing() {
    byte[] blob = kernel();
    memory.put(START + 0x4000 - blob.length / 2, blob).withoutPage(START + 0x4000);
    assertThat(found(), is(Optional.empty()));
  }
}
