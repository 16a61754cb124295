/** {@code plugins/namespaces}: the namespaces in use. */
package org.vmcore.emit.plugins.namespaces;
