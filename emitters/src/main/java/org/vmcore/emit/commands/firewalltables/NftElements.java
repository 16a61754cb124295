package org.vmcore.emit.commands.firewalltables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.vmcore.kernel.net.nft.NftSet;
import org.vmcore.kernel.net.nft.NftSet.Element;

/** Elements of a set in ascending order, intervals put together again. */
final class NftElements {
  private NftElements() {}

  /**
   * @param key how elements are written
   */
  static List<String> of(NftSet set, NftKey key) {
    List<Element> elements = new ArrayList<>(set.elements());
    boolean intervals = elements.stream().anyMatch(Element::intervalEnd);
    elements.sort(
        Comparator.comparing(Element::key, Arrays::compareUnsigned)
            .thenComparing(element -> !element.intervalEnd()));
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      if (!element.intervalEnd()) {
        byte[] behind =
            intervals && i + 1 < elements.size() ? elements.get(i + 1).key() : new byte[0];
        texts.add(behind.length == 0 ? key.value(element.key()) : interval(key, element, behind));
      }
    }
    return texts;
  }

  private static String interval(NftKey key, Element first, byte[] behind) {
    byte[] last = behind.clone();
    int at = last.length - 1;
    while (at >= 0 && last[at]-- == 0) {
      at--;
    }
    if (Arrays.equals(first.key(), last)) {
      return key.value(last);
    }
    int prefix = prefixBits(first.key(), last);
    return prefix > 0 && key.kind() == NftKey.Kind.ADDRESS
        ? key.value(first.key()) + "/" + prefix
        : key.value(first.key()) + "-" + key.value(last);
  }

  /** Bits that a whole network has in common; 0 for any other range. */
  private static int prefixBits(byte[] first, byte[] last) {
    int bits = 0;
    int size = first.length * Byte.SIZE;
    while (bits < size && bit(first, bits) == bit(last, bits)) {
      bits++;
    }
    for (int i = bits; i < size; i++) {
      if (bit(first, i) || !bit(last, i)) {
        return 0;
      }
    }
    return bits;
  }

  private static boolean bit(byte[] bytes, int index) {
    return (bytes[index / Byte.SIZE] >> 7 - index % Byte.SIZE & 1) != 0;
  }
}
