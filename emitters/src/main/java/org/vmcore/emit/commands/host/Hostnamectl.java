package org.vmcore.emit.commands.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.Uts;
import org.vmcore.kernel.firmware.Dmi;
import org.vmcore.kernel.firmware.Hypervisor;
import org.vmcore.kernel.sysctl.SysctlTree;
import org.vmcore.kernel.sysctl.SysctlValues;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/** {@code hostnamectl} of systemd. What it reads of files is not in memory. */
final class Hostnamectl {
  private static final Map<String, String> ARCHITECTURES =
      Map.of("x86_64", "x86-64", "aarch64", "arm64", "ppc64le", "ppc64-le");

  /** Kinds of cases that are told apart, SMBIOS 7.4.1. */
  private static final Map<String, String> CHASSIS =
      Map.ofEntries(
          Map.entry("3", "desktop"),
          Map.entry("4", "desktop"),
          Map.entry("6", "desktop"),
          Map.entry("7", "desktop"),
          Map.entry("13", "desktop"),
          Map.entry("8", "laptop"),
          Map.entry("9", "laptop"),
          Map.entry("10", "laptop"),
          Map.entry("14", "laptop"),
          Map.entry("17", "server"),
          Map.entry("28", "server"),
          Map.entry("29", "server"),
          Map.entry("30", "tablet"),
          Map.entry("31", "convertible"),
          Map.entry("32", "convertible"));

  /** A picture behind the word. */
  private static final Map<String, String> PICTURES =
      Map.of(
          "vm", "\ud83d\uddb4",
          "laptop", "\ud83d\udcbb",
          "desktop", "\ud83d\udda5\ufe0f",
          "server", "\ud83d\uddb3");

  @Emits("sos_commands/host/hostnamectl_status")
  void status(Program kernel, Text out) {
    if (Tasks.of(kernel).all().stream().noneMatch(t -> t.comm().equals("systemd"))) {
      throw new NoSuchFile("systemd does not run the machine");
    }
    Optional<String> hypervisor = Hypervisor.of(kernel);
    Optional<String> chassis =
        hypervisor.isPresent()
            ? Optional.of("vm")
            : Dmi.get(kernel, "DMI_CHASSIS_TYPE").map(CHASSIS::get);
    Uts uts = Uts.of(kernel);
    line("Static hostname", uts.nodename(), out);
    line("Icon name", "computer" + chassis.map(kind -> "-" + kind).orElse(""), out);
    chassis.ifPresent(kind -> chassis(kind, out));
    bootId(kernel).ifPresent(id -> line("Boot ID", id, out));
    hypervisor.ifPresent(name -> line("Virtualization", name, out));
    line("Kernel", "Linux " + uts.release(), out);
    line("Architecture", ARCHITECTURES.getOrDefault(uts.machine(), uts.machine()), out);
    Dmi.get(kernel, "DMI_SYS_VENDOR").ifPresent(t -> line("Hardware Vendor", plain(t), out));
    Dmi.get(kernel, "DMI_PRODUCT_NAME").ifPresent(t -> line("Hardware Model", plain(t), out));
    Dmi.get(kernel, "DMI_BIOS_VERSION").ifPresent(t -> line("Firmware Version", t, out));
    out.partial("Machine ID and Operating System: they are in files");
  }

  private static void line(String name, String text, Text out) {
    out.line("%16s: %s", name, text);
  }

  private static void chassis(String kind, Text out) {
    String picture = PICTURES.getOrDefault(kind, "");
    out.print("%16s: %s", "Chassis", kind);
    out.raw((picture.isEmpty() ? "\n" : " " + picture + "\n").getBytes(UTF_8));
  }

  private static Optional<String> bootId(Program kernel) {
    return SysctlTree.of(kernel).entries().stream()
        .filter(entry -> String.join("/", entry.path()).equals("kernel/random/boot_id"))
        .findFirst()
        .map(entry -> SysctlValues.read(entry).strip().replace("-", ""));
  }

  /** As udev writes names of hardware. */
  private static String plain(String text) {
    return text.replaceAll("[^A-Za-z0-9#+.:=@_/ $%?,-]", "_");
  }
}
