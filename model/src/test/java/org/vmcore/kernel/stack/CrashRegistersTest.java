package org.vmcore.kernel.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.types.Type;

class CrashRegistersTest {
  private static final int NOTE_BYTES = 480;
  private static final int RIP_IN_PRSTATUS = 112 + 16 * 8;
  private static final long NOTES = 0x1000;
  private static final long CPU_BYTES = 0x1_0000;

  private static FakeKernel fourCpus(String machine) {
    FakeKernel kernel =
        FakeKernel.of(machine).struct("cpumask", "bits", FakeKernel.array(FakeKernel.LONG, 1));
    kernel
        .variable("crash_notes", FakeKernel.pointer(noteType()), 0x100)
        .variable("__per_cpu_offset", FakeKernel.array(FakeKernel.LONG, 4), 0x200)
        .variable("__cpu_possible_mask", kernel.type("cpumask"), 0x300)
        .variable("nr_cpu_ids", FakeKernel.LONG, 0x400)
        .words(0x400, 4)
        .words(0x100, NOTES)
        .words(0x200, 0, CPU_BYTES, 2 * CPU_BYTES, 3 * CPU_BYTES)
        .words(0x300, 0b1111);
    for (int cpu = 0; cpu < 4; cpu++) {
      kernel.bytes(NOTES + cpu * CPU_BYTES, new byte[NOTE_BYTES]);
    }
    return kernel;
  }

  private static Type noteType() {
    return FakeKernel.array(FakeKernel.LONG, NOTE_BYTES / Long.BYTES);
  }

  /** {@code NT_PRSTATUS} as a stopping CPU writes it. */
  private static byte[] note(long rip) {
    ByteBuffer note = ByteBuffer.allocate(NOTE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    note.putInt(5).putInt(336).putInt(1).put("CORE".getBytes(StandardCharsets.US_ASCII));
    return note.putLong(20 + RIP_IN_PRSTATUS, rip).array();
  }

  @Test
  void eachCpuHasTheRegistersOfItsOwnNoteThoughOneWasOffline() {
    FakeKernel kernel = fourCpus("x86_64");
    for (int cpu : new int[] {0, 2, 3}) {
      kernel.bytes(NOTES + cpu * CPU_BYTES, note(0x1000 + cpu));
    }

    CrashRegisters registers = CrashRegisters.of(kernel.build());

    assertThat(registers.on(0).map(Registers::pc), is(Optional.of(0x1000L)));
    assertThat(registers.on(1), is(Optional.empty()));
    assertThat(registers.on(2).map(Registers::pc), is(Optional.of(0x1002L)));
    assertThat(registers.on(3).map(Registers::pc), is(Optional.of(0x1003L)));
  }

  @Test
  void doesNotTakeTheRegistersOfAnotherMachineForThoseOfX86() {
    FakeKernel kernel = fourCpus("s390x");
    kernel.bytes(NOTES, note(0x1000));

    assertThat(CrashRegisters.of(kernel.build()).on(0), is(Optional.empty()));
  }
}
