package org.vmcore.kernel.mm;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.types.ArrayType;
import org.vmcore.types.PointerType;

class NodeTest {
  @Test
  void aKernelWithoutAnyNodeIsMalformed() {
    Program kernel =
        FakeKernel.of("x86_64")
            .variable(
                "node_data",
                new ArrayType(() -> new PointerType(() -> FakeKernel.LONG, 8), 1),
                0x1000)
            .words(0x1000, 0)
            .build();

    assertThrows(Malformed.class, () -> Node.online(kernel));
  }
}
