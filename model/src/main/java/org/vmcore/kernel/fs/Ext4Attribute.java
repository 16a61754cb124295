package org.vmcore.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.kernel.percpu.PercpuCounter;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct ext4_attr}, {@code fs/ext4/sysfs.c}: a file that ext4 has in sysfs. */
public final class Ext4Attribute {
  private static final int READ_BY_ANYONE = 0444;

  private final SuperBlock superBlock;
  private final String name;
  private final Value attribute;
  private final Value info;

  private Ext4Attribute(SuperBlock superBlock, String name, Value attribute, Value info) {
    this.superBlock = superBlock;
    this.name = name;
    this.attribute = attribute;
    this.info = info;
  }

  /** The readable ones of a file system, by name. */
  public static List<Ext4Attribute> of(SuperBlock superBlock) {
    Value info = superBlock.fsInfo("struct ext4_sb_info");
    List<Ext4Attribute> attributes = new ArrayList<>();
    Optional<KernfsNode> directory = KernfsNode.ofKobject(info.field("s_kobj"));
    for (KernfsNode node : directory.map(KernfsNode::children).orElse(List.of())) {
      Value attribute = node.value().field("priv").cast("struct ext4_attr *");
      if (!node.isDirectory()
          && !node.isLink()
          && (node.value().field("mode").asLong() & READ_BY_ANYONE) != 0) {
        attributes.add(new Ext4Attribute(superBlock, node.name(), attribute.deref(), info));
      }
    }
    attributes.sort((a, b) -> a.name.compareTo(b.name));
    return attributes;
  }

  public String name() {
    return name;
  }

  private boolean is(String kind) {
    var number = attribute.program().findEnumerator(kind);
    return number.isPresent() && number.getAsLong() == attribute.field("attr_id").asLong();
  }

  private boolean isIn(String where) {
    var number = attribute.program().findEnumerator(where);
    return number.isPresent() && number.getAsLong() == attribute.field("attr_ptr").asLong();
  }

  /** {@code ext4_attr_show()}: the text without its newline; empty for a form that is not known. */
  public Optional<String> text() {
    if (is("attr_delayed_allocation_blocks")) {
      long clusters = PercpuCounter.sum(info.field("s_dirtyclusters_counter"));
      return number(clusters << info.field("s_cluster_bits").asInt());
    }
    if (is("attr_reserved_clusters")) {
      return number(info.at("s_resv_clusters.counter").asLong());
    }
    if (is("attr_sra_exceeded_retry_limit")) {
      return number(PercpuCounter.sum(info.field("s_sra_exceeded_retry_limit")));
    }
    if (is("attr_session_write_kbytes")) {
      return sessionWriteKb().map(Long::toUnsignedString);
    }
    if (is("attr_lifetime_write_kbytes")) {
      long before = info.field("s_kbytes_written").asLong();
      return sessionWriteKb().map(session -> Long.toUnsignedString(before + session));
    }
    if (is("attr_journal_task")) {
      return journalTask();
    }
    if (is("attr_first_error_time") || is("attr_last_error_time")) {
      String kind = is("attr_first_error_time") ? "s_first_error_time" : "s_last_error_time";
      return number(time(kind));
    }
    return pointed();
  }

  private static Optional<String> number(long value) {
    return Optional.of(Long.toUnsignedString(value));
  }

  /** What its device wrote since the mount. */
  private Optional<Long> sessionWriteKb() {
    long start = info.field("s_sectors_written_start").asLong();
    return Disks.of(info.program())
        .byNumber(superBlock.value().field("s_dev").asLong())
        .map(device -> device.stats().writes().sectors() - start >> 1);
  }

  private Optional<String> journalTask() {
    Value journal = info.field("s_journal");
    if (journal.isNull()) {
      return Optional.of("<none>");
    }
    return Optional.of(Integer.toString(journal.field("j_task").field("pid").asInt()));
  }

  /** Seconds, of which the high bits came later. */
  private long time(String member) {
    Value onDisk = info.field("s_es").deref();
    long low = onDisk.field(member).asLong() & 0xffffffffL;
    return onDisk.has(member + "_hi")
        ? (onDisk.field(member + "_hi").asLong() & 0xff) << 32 | low
        : low;
  }

  /** {@code calc_ptr()} and what lies there. */
  private Optional<String> pointed() {
    Program kernel = attribute.program();
    long address = address();
    if (is("attr_pointer_ui")
        || is("attr_inode_readahead")
        || is("attr_pointer_pi")
        || is("attr_clusters_in_group")
        || is("attr_mb_order")) {
      return number(kernel.object("unsigned int", address).asLong());
    }
    if (is("attr_pointer_ul") || is("attr_err_report_sec") || is("attr_pointer_u64")) {
      return number(kernel.object("unsigned long", address).asLong());
    }
    if (is("attr_pointer_u8")) {
      return number(kernel.object("unsigned char", address).asLong());
    }
    if (is("attr_pointer_atomic")) {
      return Optional.of(Long.toString(kernel.object("int", address).asLong()));
    }
    if (is("attr_pointer_string")) {
      return Optional.of(kernel.cString(address, attribute.field("attr_size").asInt()));
    }
    return Optional.empty();
  }

  private long address() {
    if (isIn("ptr_explicit")) {
      return attribute.at("u.explicit_ptr").asLong();
    }
    long offset = attribute.at("u.offset").asLong();
    return isIn("ptr_ext4_super_block_offset")
        ? info.field("s_es").asLong() + offset
        : info.address() + offset;
  }
}
