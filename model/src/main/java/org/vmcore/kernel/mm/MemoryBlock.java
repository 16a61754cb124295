package org.vmcore.kernel.mm;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct memory_block}, {@code drivers/base/memory.c}: what of memory can be taken away
 * and put back at once.
 */
public final class MemoryBlock {
  /** Whether its memory is in use. */
  public enum State {
    ONLINE("MEM_ONLINE", 1),
    GOING_OFFLINE("MEM_GOING_OFFLINE", 1 << 1),
    OFFLINE("MEM_OFFLINE", 1 << 2);

    private final String enumerator;
    private final long macro;

    /** The values of the macros, before enumerators took their place in 6.19. */
    State(String enumerator, long macro) {
      this.enumerator = enumerator;
      this.macro = macro;
    }

    /** As {@code state_show()} writes it. */
    public String word() {
      return switch (this) {
        case ONLINE -> "online";
        case GOING_OFFLINE -> "going-offline";
        case OFFLINE -> "offline";
      };
    }
  }

  private final Value block;

  private MemoryBlock(Value block) {
    this.block = block;
  }

  /** All blocks by address. */
  public static List<MemoryBlock> of(Program kernel) {
    return kernel.computed(
        MemoryBlock.class,
        k ->
            Subsystem.devicesOfBus(k, "memory").stream()
                .map(device -> device.value().containerOf("struct memory_block", "dev"))
                .map(MemoryBlock::new)
                .sorted(Comparator.comparingLong(MemoryBlock::number))
                .toList());
  }

  /** {@code memory_block_size_bytes()}. */
  public static long sizeBytes(Program kernel) {
    long sections = kernel.symbol("sections_per_block").asLong();
    return sections * MemorySections.of(kernel).pagesEach() << kernel.pageShift();
  }

  /** The {@code struct memory_block}. */
  public Value value() {
    return block;
  }

  public Device device() {
    return new Device(block.field("dev"));
  }

  /** {@code dev_offline()}: a member of its own before 7.1. */
  public boolean isOffline() {
    if (block.has("dev.offline")) {
      return block.at("dev.offline").asBoolean();
    }
    long bit = block.program().enumerator("DEV_FLAG_OFFLINE");
    return CpuMask.bits(block.at("dev.flags")).get((int) bit);
  }

  /** {@code removable_show()}: with {@code CONFIG_MEMORY_HOTREMOVE} all blocks say so. */
  public boolean isRemovable() {
    return block.program().findAddress("offline_pages").isPresent();
  }

  /** {@code memory_block_id()}. */
  public long number() {
    return block.field("start_section_nr").asLong()
        / Math.max(1, block.program().symbol("sections_per_block").asLong());
  }

  /** Empty in between, and for what no kernel should have. */
  public Optional<State> state() {
    long state = block.field("state").asLong();
    for (State known : State.values()) {
      if (state == block.program().findEnumerator(known.enumerator).orElse(known.macro)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /**
   * The zone that all of its pages belong to; empty for a block of several zones, or of none. Asked
   * for blocks in use only.
   */
  public Optional<Zone> zone() {
    Program kernel = block.program();
    if (!block.has("zone")) { // 6.0+
      return zoneOfPages(kernel);
    }
    long address = block.field("zone").asLong();
    return Node.online(kernel).stream()
        .flatMap(node -> node.zones().stream())
        .filter(zone -> zone.value().address() == address)
        .findFirst();
  }

  /** {@code test_pages_in_a_zone()}. */
  private Optional<Zone> zoneOfPages(Program kernel) {
    PageFlags flags = PageFlags.of(kernel);
    MemorySections sections = MemorySections.of(kernel);
    long first = block.field("start_section_nr").asLong() * sections.pagesEach();
    long behind = Math.min(first + (sizeBytes(kernel) >> kernel.pageShift()), sections.endPfn());
    if (first < 0) {
      throw new Malformed("absurd first section", "struct memory_block", block.address());
    }
    int nrOrders = Node.online(kernel).get(0).zones().get(0).freeBlocks().length;
    long step = 1L << Math.max(0, nrOrders - 1);
    Zone found = null;
    for (long pfn = first; pfn < behind; pfn += step) {
      OptionalLong page = sections.pageAddress(kernel, pfn);
      if (page.isPresent()) {
        Optional<Zone> zone = flags.zoneOf(page.getAsLong());
        if (zone.isEmpty() || found != null && found != zone.get() || !zone.get().spans(pfn)) {
          return Optional.empty();
        }
        found = zone.get();
      }
    }
    return Optional.ofNullable(found);
  }

  /** {@code nid}; less than 0 when it belongs to no node or several. */
  public int nid() {
    return block.has("nid") ? block.field("nid").asInt() : -1;
  }
}
