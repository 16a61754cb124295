package org.vmcore.emit;

import java.util.List;
import org.vmcore.model.Program;

/**
 * Finds what there is one file each for. Asked once per dump; stateless.
 *
 * @param <T> the subject handed to the emitters
 */
public interface Enumerator<T> {
  /**
   * The keys in the order of the report. Each is validated: a pid is one, and its task leads back
   * to it. Names need not be escaped, they pass the gate of the report (no separator, no control
   * character).
   */
  List<Key<T>> keys(Program kernel);
}
