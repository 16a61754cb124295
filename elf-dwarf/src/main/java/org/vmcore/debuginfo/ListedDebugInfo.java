package org.vmcore.debuginfo;

import org.vmcore.types.EnumType;

/** Debug information that can say all it has, so that it can be written down in another form. */
public interface ListedDebugInfo extends DebugInfo {
  /** Hears of everything, once, in order of definition. */
  interface Listener {
    /** One that {@link #definitions} gives; of a base type, one spelling. */
    void type(TypeKind kind, Definition definition);

    /**
     * An enumeration, which may have no name: the first that has a constant is the one that {@link
     * #enumerationOf} gives.
     */
    void constants(EnumType enumeration);

    /** One that {@link #variables} gives: external ones first, else in this order. */
    void variable(Variable variable);
  }

  /** Tells all; cheaper than to ask for each, because it goes through the file but once. */
  void list(Listener listener);
}
