package org.vmcore.btf;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.io.MalformedInput;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * {@code .BTF.base} of modules that were built apart from their kernel (6.11+): the few types of a
 * kernel that a module refers to, by name and size alone. Each stands for the one of the kernel
 * that {@code btf_relocate_map_distilled_base()}, {@code tools/lib/bpf/btf_relocate.c}, takes.
 * Immutable once made.
 */
final class DistilledBase {
  private static final int MAX_TYPES = 1 << 16;
  private static final int MAX_NAMESAKES = 256; // the kernel has two or three of a name
  private static final int MAX_CHAIN = 64; // typedefs, qualifiers and arrays around a structure
  private static final int ENCODING = 0xf00_0000; // of an integer: signed, character, boolean

  private final BtfTable distilled;
  private final BtfTable kernel;
  private final BtfTypes kernelTypes;
  private final BitSet embedded = new BitSet();
  private final Map<String, List<Integer>> namesakes = new HashMap<>();
  private final int[] kernelIds;

  /**
   * @param module what refers to the distilled types
   * @throws MalformedInput when one of them is no type that is distilled, or not just one of the
   *     kernel's fits it
   */
  DistilledBase(BtfTable distilled, BtfTable module, BtfTable kernel, BtfTypes kernelTypes) {
    this.distilled = distilled;
    this.kernel = kernel;
    this.kernelTypes = kernelTypes;
    if (distilled.endId() > MAX_TYPES) {
      throw new MalformedInput(distilled.endId() + " distilled types", distilled.name(), 0);
    }
    this.kernelIds = new int[distilled.endId()];
    for (int id = module.firstId(); id < module.endId(); id++) {
      markEmbedded(module, id);
    }
    collectNamesakes();
    for (int id = distilled.firstId(); id < distilled.endId(); id++) {
      kernelIds[id] = kernelId(id);
    }
  }

  /** The kernel's type; of a declaration that the kernel does not complete, that declaration. */
  Type type(int id) {
    return kernelIds[id] != 0
        ? kernelTypes.type(kernelIds[id])
        : new StructType(distilled.kindFlag(id), distilled.nameOf(id), 0, false, List::of);
  }

  /** A structure that is a member must have its size, or the others would be elsewhere. */
  private void markEmbedded(BtfTable module, int id) {
    if (!module.kind(id).isStructure()) {
      return;
    }
    int memberBytes = BtfKind.STRUCT.trailingBytes(1);
    for (int i = 0; i < module.vlen(id); i++) {
      int type = module.trailing(id, i * memberBytes + Integer.BYTES);
      for (int step = 0; step < MAX_CHAIN && type >= module.firstId(); step++) {
        type = type < module.endId() ? inside(module, type) : 0;
      }
      if (type > 0 && type < distilled.endId()) {
        embedded.set(type);
      }
    }
  }

  /** What an array or another name is of; 0 for what is no part of its holder. */
  private static int inside(BtfTable module, int id) {
    return switch (module.kind(id)) {
      case ARRAY -> module.trailing(id, 0);
      case TYPEDEF, CONST, VOLATILE, RESTRICT, TYPE_TAG -> module.sizeOrType(id);
      default -> 0;
    };
  }

  private void collectNamesakes() {
    for (int id = distilled.firstId(); id < distilled.endId(); id++) {
      namesakes.put(distilled.nameOf(id), new ArrayList<>());
    }
    for (int id = kernel.firstId(); id < kernel.endId(); id++) {
      BtfKind kind = kernel.kind(id);
      if (kind.isStructure()
          || kind.isEnumeration()
          || kind == BtfKind.INT
          || kind == BtfKind.FLOAT) {
        List<Integer> ids = namesakes.get(kernel.nameOf(id));
        if (ids != null && ids.size() < MAX_NAMESAKES) {
          ids.add(id);
        }
      }
    }
  }

  private int kernelId(int id) {
    if (distilled.nameOf(id).isEmpty()) {
      throw distilled.malformed("has no name that the kernel could have", id);
    }
    BtfKind kind = distilled.kind(id);
    return switch (kind) {
      case INT, FLOAT, ENUM -> only(id, sized(id, ofKind(id, kind)));
      case STRUCT, UNION -> {
        List<Integer> found = ofKind(id, kind);
        yield only(id, embedded.get(id) || nrStructures(id) > 1 ? sized(id, found) : found);
      }
      case FWD -> {
        BtfKind complete = distilled.kindFlag(id) ? BtfKind.UNION : BtfKind.STRUCT;
        List<Integer> found = ofKind(id, complete);
        yield found.size() == 1 ? found.get(0) : 0;
      }
      default -> throw distilled.malformed("a " + kind + " is never distilled", id);
    };
  }

  private int only(int id, List<Integer> found) {
    if (found.size() != 1) {
      String wanted = distilled.kind(id) + " " + distilled.nameOf(id);
      throw distilled.malformed(
          found.size() + " types of the kernel are the " + wanted + " that a module wants", id);
    }
    return found.get(0);
  }

  private List<Integer> ofKind(int id, BtfKind kind) {
    return namesakes.get(distilled.nameOf(id)).stream()
        .filter(other -> isOfKind(other, kind, id))
        .toList();
  }

  private boolean isOfKind(int kernelId, BtfKind kind, int id) {
    BtfKind found = kernel.kind(kernelId);
    return switch (kind) {
      case ENUM -> found.isEnumeration(); // both are distilled as ENUM
      case INT -> found == kind && encoding(kernel, kernelId) == encoding(distilled, id);
      default -> found == kind;
    };
  }

  private static int encoding(BtfTable table, int id) {
    return table.trailing(id, 0) & ENCODING;
  }

  private List<Integer> sized(int id, List<Integer> found) {
    return found.stream()
        .filter(other -> kernel.sizeOrType(other) == distilled.sizeOrType(id))
        .toList();
  }

  /** Of this name in the kernel: of several the size must tell. */
  private long nrStructures(int id) {
    return namesakes.get(distilled.nameOf(id)).stream()
        .filter(other -> kernel.kind(other).isStructure())
        .count();
  }
}
