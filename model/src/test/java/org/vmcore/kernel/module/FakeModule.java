package org.vmcore.kernel.module;

import static org.vmcore.model.FakeKernel.CHAR;
import static org.vmcore.model.FakeKernel.LONG;
import static org.vmcore.model.FakeKernel.array;
import static org.vmcore.model.FakeKernel.pointer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vmcore.model.FakeKernel;
import org.vmcore.types.Type;

/** Lays out {@code struct module} as kernels of some age do, and modules in memory. */
final class FakeModule {
  static final long FIRST = 0xffff_ffff_c000_0000L;
  static final long HEAD = 0xffff_ffff_8200_0000L;
  private static final long APART = 0x10_0000;
  private static final int NAME_BYTES = 56;
  private static final int LIVE = 0;
  private static final int UNFORMED = 3;

  /** How a kernel describes the memory of a module. */
  enum Memory {
    /** {@code module_core}, before 4.5. */
    FLAT,
    /** {@code core_layout}, up to 6.3. */
    LAYOUTS,
    /** {@code mem[]}, since 6.4. */
    TYPED
  }

  /** How a kernel keeps the addresses of a module's sections. */
  enum Sections {
    /** {@code attrs[].name}, up to 5.7. */
    NAMED,
    /** {@code attrs[].battr}, up to 6.13. */
    BINARY,
    /** {@code grp.bin_attrs}, since 6.14. */
    GROUP
  }

  private final FakeKernel kernel;
  private final Memory memory;
  private final Sections sections;
  private final List<Long> links = new ArrayList<>();
  private long nextAddress = FIRST;

  FakeModule(FakeKernel kernel, Memory memory, Sections sections) {
    this.kernel = kernel;
    this.memory = memory;
    this.sections = sections;
    kernel
        .enumerator("MODULE_STATE_UNFORMED", UNFORMED)
        .enumerator("MOD_TEXT", 0)
        .enumerator("MOD_INIT_TEXT", 2)
        .struct("list_head", "next", LONG, "prev", LONG)
        .struct("attribute", "name", pointer(CHAR))
        .struct("bin_attribute", "attr", kernel.type("attribute"), "size", LONG, "private", LONG)
        .struct("module_sect_attr", sectionMembers())
        .struct("module_notes_attrs", "notes", LONG, "attrs", array(binary(), 0))
        .struct("mod_layout", "base", LONG, "size", LONG);
    kernel.struct("module_group", "bin_attrs", pointer(pointer(binary())));
    kernel.struct("module_sect_attrs", groupMembers());
    List<Object> members =
        new ArrayList<>(
            List.of(
                "state", LONG,
                "list", kernel.type("list_head"),
                "name", array(CHAR, NAME_BYTES),
                "sect_attrs", pointer(kernel.type("module_sect_attrs")),
                "notes_attrs", pointer(kernel.type("module_notes_attrs")),
                "percpu", pointer(LONG)));
    members.addAll(memoryMembers());
    kernel.struct("module", members.toArray());
    kernel.variable("modules", kernel.type("list_head"), HEAD);
  }

  private Type binary() {
    return kernel.type("bin_attribute");
  }

  private Object[] sectionMembers() {
    return sections == Sections.NAMED
        ? new Object[] {"name", pointer(CHAR), "address", LONG}
        : new Object[] {"battr", binary(), "address", LONG};
  }

  private Object[] groupMembers() {
    return sections == Sections.GROUP
        ? new Object[] {"grp", kernel.type("module_group")}
        : new Object[] {"nsections", LONG, "attrs", array(kernel.type("module_sect_attr"), 0)};
  }

  private List<Object> memoryMembers() {
    Type layout = kernel.type("mod_layout");
    return switch (memory) {
      case FLAT ->
          List.of("module_core", LONG, "core_size", LONG, "module_init", LONG, "init_size", LONG);
      case LAYOUTS -> List.of("core_layout", layout, "init_layout", layout);
      case TYPED -> List.of("mem", array(layout, 3)); // text, data, text for starting
    };
  }

  /**
   * Puts a module into memory.
   *
   * @param addresses of its sections
   */
  long add(String name, long core, long init, Map<String, Long> addresses) {
    long address = nextAddress;
    nextAddress += APART;
    links.add(address + Long.BYTES);
    kernel.words(address, new long[32]).number(address, LIVE, Long.BYTES);
    kernel.text(address + 3 * Long.BYTES, name);
    long at = address + 3 * Long.BYTES + NAME_BYTES;
    kernel.words(at, sections(address + 0x1000, addresses), 0, 0);
    kernel.words(at + 3 * Long.BYTES, core, 0x1000);
    if (memory == Memory.TYPED) {
      kernel.words(at + 5 * Long.BYTES, core + 0x8000, 0x1000, init, 0x1000);
    } else {
      kernel.words(at + 5 * Long.BYTES, init, 0x1000);
    }
    return address;
  }

  private long sections(long address, Map<String, Long> addresses) {
    if (addresses.isEmpty()) {
      return 0;
    }
    long text = address + 0x2000;
    long[] names = new long[addresses.size()];
    List<String> inOrder = List.copyOf(addresses.keySet());
    for (int i = 0; i < names.length; i++) {
      names[i] = text + i * 0x40L;
      kernel.text(names[i], inOrder.get(i));
    }
    if (sections == Sections.GROUP) {
      group(address, addresses, names, inOrder);
    } else {
      list(address, addresses, names, inOrder);
    }
    return address;
  }

  private void list(long address, Map<String, Long> addresses, long[] names, List<String> inOrder) {
    kernel.words(address, names.length);
    long at = address + Long.BYTES;
    for (int i = 0; i < names.length; i++) {
      long section = addresses.get(inOrder.get(i));
      long[] words =
          sections == Sections.NAMED
              ? new long[] {names[i], section}
              : new long[] {names[i], 0, 0, section};
      kernel.words(at, words);
      at += words.length * (long) Long.BYTES;
    }
  }

  private void group(
      long address, Map<String, Long> addresses, long[] names, List<String> inOrder) {
    long pointers = address + 0x100;
    kernel.words(address, pointers);
    for (int i = 0; i < names.length; i++) {
      long attribute = address + 0x400 + i * 0x40L;
      kernel.words(pointers + (long) i * Long.BYTES, attribute);
      kernel.words(attribute, names[i], 0, addresses.get(inOrder.get(i)));
    }
    kernel.words(pointers + (long) names.length * Long.BYTES, 0);
  }

  /** Gives a module a note, as it keeps that of its build. */
  void note(long module, byte[] note) {
    long address = module + 0x8000;
    kernel.text(address + 0x100, ".note.gnu.build-id").bytes(address + 0x200, note);
    kernel.words(address, 1, address + 0x100, note.length, address + 0x200);
    kernel.words(module + 3 * Long.BYTES + NAME_BYTES + Long.BYTES, address);
  }

  /** Links the modules in their order; the last link leads to an address. */
  FakeKernel linkedTo(long end) {
    long from = HEAD;
    for (long link : links) {
      kernel.words(from, link);
      from = link;
    }
    return kernel.words(from, end);
  }

  FakeKernel linked() {
    return linkedTo(HEAD);
  }

  /** Where a module's link is. */
  long link(int number) {
    return links.get(number);
  }

  static FakeKernel kernel() {
    return FakeKernel.of("x86_64");
  }
}
