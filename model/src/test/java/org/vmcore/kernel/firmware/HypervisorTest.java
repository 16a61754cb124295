package org.vmcore.kernel.firmware;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;

class HypervisorTest {
  private static final long IDENT = 0x1000;
  private static final long VENDOR = 0x2000;
  private static final long PRODUCT = 0x3000;

  private static Optional<String> of(String vendor, String product) {
    return Hypervisor.of(
        FakeKernel.of("x86_64")
            .enumerator("DMI_SYS_VENDOR", 0)
            .enumerator("DMI_PRODUCT_NAME", 1)
            .variable("dmi_ident", FakeKernel.array(FakeKernel.pointer(FakeKernel.CHAR), 2), IDENT)
            .words(IDENT, VENDOR, PRODUCT)
            .text(VENDOR, vendor)
            .text(PRODUCT, product)
            .build());
  }

  @Test
  void firmwareNamesTheHypervisor() {
    assertThat(of("QEMU", "Standard PC (Q35 + ICH9, 2009)"), is(Optional.of("qemu")));
    assertThat(of("VMware, Inc.", "VMware7,1"), is(Optional.of("vmware")));
  }

  @Test
  void productsSayMoreThanTheirMakers() {
    assertThat(of("QEMU", "KVM Virtual Machine"), is(Optional.of("kvm")));
  }

  @Test
  void machinesOfTheirOwnHaveNone() {
    assertThat(of("LENOVO", "20XYS0"), is(Optional.empty()));
  }

  @Test
  void withoutFirmwareNothingIsMadeUp() {
    assertThat(Hypervisor.of(FakeKernel.of("aarch64").build()), is(Optional.empty()));
  }
}
