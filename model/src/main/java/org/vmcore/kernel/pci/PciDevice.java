package org.vmcore.kernel.pci;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct pci_dev}, {@code include/linux/pci.h}.
 *
 * @param value the {@code struct pci_dev}
 */
public record PciDevice(Value value) {
  private static final List<String> POWER_NAMES =
      List.of("error", "D0", "D1", "D2", "D3hot", "D3cold", "unknown"); // drivers/pci/pci.c
  private static final long PCI_BUS_FLAGS_NO_MSI = 1; // include/linux/pci.h
  private static final int PCI_ROM_RESOURCE = 6;
  private static final long IORESOURCE_ROM_SHADOW = 1 << 1; // include/linux/ioport.h
  private static final int SLOT_SHIFT = 3; // include/uapi/linux/pci.h: PCI_SLOT()
  private static final int FUNCTION_MASK = 7;

  /** All of them, by domain, bus, slot and function. */
  public static List<PciDevice> all(Program kernel) {
    return Subsystem.devicesOfBus(kernel, "pci").stream()
        .map(device -> new PciDevice(device.value().containerOf("struct pci_dev", "dev")))
        .sorted(
            Comparator.comparing((PciDevice pci) -> pci.device().name().length())
                .thenComparing(pci -> pci.device().name()))
        .toList();
  }

  public Device device() {
    return new Device(value.field("dev"));
  }

  /** A member that is an unsigned number: {@code "vendor"}. */
  public long number(String member) {
    return value.field(member).asLong();
  }

  /** Class, subclass and programming interface in 24 bits. */
  public long classCode() {
    return number("class") & 0xffffffffL;
  }

  /** Number of the bus that it is on. */
  public int busNumber() {
    return value.field("bus").field("number").asInt() & 0xff;
  }

  public int slot() {
    return (int) (number("devfn") & 0xff) >> SLOT_SHIFT;
  }

  public int function() {
    return (int) (number("devfn") & FUNCTION_MASK);
  }

  /** The bus behind it, {@code struct pci_bus}; empty for what is no bridge. */
  public Optional<Value> subordinate() {
    Value bus = value.field("subordinate");
    return bus.isNull() ? Optional.empty() : Optional.of(bus.deref());
  }

  /** {@code pci_power_name()}. */
  public String powerState() {
    int index = 1 + value.field("current_state").asInt();
    return index >= 0 && index < POWER_NAMES.size() ? POWER_NAMES.get(index) : "unknown";
  }

  /** {@code pci_ari_enabled()}: whether the bus takes more than eight functions. */
  public boolean isAriEnabled() {
    Value bridge = value.field("bus").field("self");
    return !bridge.isNull() && bridge.field("ari_enabled").asBoolean();
  }

  /** Whether it, or for a bridge what is behind it, may use message signalled interrupts. */
  public boolean allowsMsi() {
    return subordinate()
        .map(bus -> (bus.field("bus_flags").asLong() & PCI_BUS_FLAGS_NO_MSI) == 0)
        .orElseGet(() -> !value.field("no_msi").asBoolean());
  }

  /** Bits that an address for it may have. */
  public int dmaMaskBits() {
    return Long.SIZE - Long.numberOfLeadingZeros(value.field("dma_mask").asLong());
  }

  public int coherentDmaMaskBits() {
    return Long.SIZE - Long.numberOfLeadingZeros(value.at("dev.coherent_dma_mask").asLong());
  }

  /** {@code pci_dev_show_local_cpu()}: the CPUs near to it. */
  public BitSet localCpus() {
    Program kernel = value.program();
    int node = device().numaNode();
    Optional<Value> masks = kernel.findSymbol("node_to_cpumask_map");
    return node < 0 || masks.isEmpty()
        ? CpuMask.online(kernel)
        : CpuMask.of(masks.get().index(node));
  }

  /** The only driver that it may be bound to; in {@code struct device} since 7.1. */
  public Optional<String> driverOverride() {
    Value name = MemberVariants.first(value, "driver_override", "dev.driver_override.name");
    return name.isNull() ? Optional.empty() : Optional.of(name.asString());
  }

  /** {@code resource[]}: of a bridge those, too, that it hands on. */
  public List<Value> resources() {
    Program kernel = value.program();
    boolean bridge = subordinate().isPresent();
    long shown = kernel.enumerator(bridge ? "DEVICE_COUNT_RESOURCE" : "PCI_BRIDGE_RESOURCES");
    List<Value> all = value.field("resource").elements();
    return all.subList(0, (int) Math.min(shown, all.size()));
  }

  /** {@code boot_vga}: whether the console was on it at boot. */
  public boolean isBootVga() {
    Optional<Value> shown = value.program().findSymbol("vga_default").filter(p -> !p.isNull());
    return shown
        .map(pci -> pci.asLong() == value.address())
        .orElseGet(
            () ->
                (value.field("resource").index(PCI_ROM_RESOURCE).field("flags").asLong()
                        & IORESOURCE_ROM_SHADOW)
                    != 0);
  }

  /** Counters of errors that it reported, {@code struct aer_stats}; empty where nobody counts. */
  public Optional<Value> errorStats() {
    return MemberVariants.find(value, "aer_info", "aer_stats")
        .filter(stats -> !stats.isNull())
        .map(Value::deref);
  }
}
