/**
 * How files of the report are declared, found, ordered and written: annotations, the registry, the
 * runner and the only formatter. The emitters live in the packages below; start with {@link
 * org.vmcore.emit.Emits}.
 */
package org.vmcore.emit;
