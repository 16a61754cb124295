package org.vmcore.orc;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

class OrcTableTest {
  private static final long IPS = 0xffff_ffff_8200_0000L;
  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final int CALL_FROM_SP = 0x0005;
  private static final int END = 0x0400;

  @Test
  void theLastEntryAtOrBelowAnAddressIsItsRule() {
    OrcTable table = table(OrcFormat.WITH_END, at(0, 8, CALL_FROM_SP), at(0x10, 24, CALL_FROM_SP));

    assertThat(table.at(TEXT + 0xf).orElseThrow().spOffset(), is(8));
    assertThat(table.at(TEXT + 0x10).orElseThrow().spOffset(), is(24));
    assertThat(table.at(TEXT + 0x5000).orElseThrow().spOffset(), is(24));
    assertThat(table.at(TEXT - 1), is(Optional.empty()));
  }

  @Test
  void aRealEntryWinsOverTheEndOfAnotherSectionInAnUnsortedTable() {
    OrcTable table =
        table(
            OrcFormat.WITH_END, at(0x20, 16, CALL_FROM_SP), at(0x20, 0, 0), at(0, 8, CALL_FROM_SP));

    assertThat(table.at(TEXT + 0x20).orElseThrow().spOffset(), is(16));
    assertThat(table.at(TEXT + 0x1f).orElseThrow().spOffset(), is(8));
  }

  @Test
  void theFirstFormatTellsTheEndByABitAndSignalsByTheType() {
    OrcTable table =
        table(OrcFormat.WITH_END, at(0, 0, END), at(1, 0, 0), at(2, 0, 0x105), at(3, 0, 0x205));

    assertThat(table.at(TEXT).orElseThrow().type(), is(OrcType.END_OF_STACK));
    assertThat(table.at(TEXT + 1).orElseThrow().type(), is(OrcType.UNDEFINED));
    OrcEntry regs = table.at(TEXT + 2).orElseThrow();
    assertThat(regs.type(), is(OrcType.REGS));
    assertThat(regs.signal(), is(true));
    assertThat(table.at(TEXT + 3).orElseThrow().type(), is(OrcType.REGS_PARTIAL));
  }

  @Test
  void laterFormatsNumberTypesAndRegistersAnew() {
    OrcTable withSignal = table(OrcFormat.WITH_SIGNAL, at(0, -8, 0xa14), at(1, 0, 0x100));
    OrcEntry call = withSignal.at(TEXT).orElseThrow();
    assertThat(call.type(), is(OrcType.CALL));
    assertThat(call.spRegister(), is(OrcRegister.BP));
    assertThat(call.bpRegister(), is(OrcRegister.PREV_SP));
    assertThat(call.spOffset(), is(-8));
    assertThat(call.signal(), is(true));
    assertThat(withSignal.at(TEXT + 1).orElseThrow().type(), is(OrcType.END_OF_STACK));

    OrcEntry renumbered = table(OrcFormat.RENUMBERED, at(0, 8, 0x283)).at(TEXT).orElseThrow();
    assertThat(renumbered.spRegister(), is(OrcRegister.SP));
    assertThat(renumbered.bpRegister(), is(OrcRegister.PREV_SP));
  }

  @Test
  void theHeaderNamesTheFormatAndAnUnknownOneIsRefused() {
    assertThat(
        OrcFormat.ofHeader(HexFormat.of().parseHex("fe5d32bf581bd63b00")),
        is(OrcFormat.WITH_SIGNAL));
    assertThrows(Unsupported.class, () -> OrcFormat.ofHeader(new byte[20]));
  }

  @Test
  void tablesOfDifferentLengthsAreRefused() {
    assertThrows(
        MalformedInput.class, () -> OrcTable.of(new byte[8], IPS, new byte[6], OrcFormat.WITH_END));
  }

  private record Row(int textOffset, int spOffset, int flags) {}

  private static Row at(int textOffset, int spOffset, int flags) {
    return new Row(textOffset, spOffset, flags);
  }

  private static OrcTable table(OrcFormat format, Row... rows) {
    ByteBuffer ips = ByteBuffer.allocate(rows.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer entries = ByteBuffer.allocate(rows.length * 6).order(ByteOrder.LITTLE_ENDIAN);
    for (Row row : rows) {
      ips.putInt((int) (TEXT + row.textOffset() - (IPS + ips.position())));
      entries.putShort((short) row.spOffset()).putShort((short) 0).putShort((short) row.flags());
    }
    return OrcTable.of(ips.array(), IPS, entries.array(), format);
  }
}
