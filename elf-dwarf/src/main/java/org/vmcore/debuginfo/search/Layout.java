package org.vmcore.debuginfo.search;

import java.util.List;

/**
 * How distributions lay out debug information below its root, {@code /usr/lib/debug} as a rule.
 * {@code {V}} stands for the kernel's release.
 */
final class Layout {
  private static final String RELEASE = "{V}";

  /** Debian and Ubuntu, Fedora and its like, SUSE, Arch, own builds; folders of a user last. */
  private static final List<String> KERNELS =
      List.of(
          "boot/vmlinux-{V}",
          "lib/modules/{V}/vmlinux",
          "usr/lib/modules/{V}/vmlinux",
          "boot/vmlinux-{V}.debug",
          "lib/modules/{V}/vmlinux.debug",
          "usr/lib/modules/{V}/vmlinux.debug",
          "lib/modules/{V}/build/vmlinux",
          "usr/lib/modules/{V}/build/vmlinux",
          "vmlinux-{V}",
          "vmlinux-{V}.debug",
          "{V}/vmlinux",
          "vmlinux",
          "vmlinux.debug");

  /** Trees that hold modules in folders of their own. */
  private static final List<String> MODULE_TREES =
      List.of("lib/modules/{V}", "usr/lib/modules/{V}");

  /** A package that was unpacked keeps the root as a folder. */
  private static final List<String> ROOTS = List.of("", "usr/lib/debug");

  private Layout() {}

  static List<String> roots() {
    return ROOTS;
  }

  static List<String> kernels(String release) {
    return filled(KERNELS, release);
  }

  static List<String> moduleTrees(String release) {
    return filled(MODULE_TREES, release);
  }

  /**
   * A release that would lead elsewhere, as one in a dump may, names nothing but what needs none.
   */
  private static List<String> filled(List<String> templates, String release) {
    boolean usable = release.matches("[A-Za-z0-9._+~-]+") && !release.startsWith(".");
    return templates.stream()
        .filter(template -> usable || !template.contains(RELEASE))
        .map(template -> template.replace(RELEASE, release))
        .toList();
  }
}
