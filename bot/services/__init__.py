"""One async function per use case, run inside the one transaction runner."""
