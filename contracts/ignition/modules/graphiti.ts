import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * The contracts, one after the other: the escrow's address, which the art contract must be told before
 * there is an escrow, follows from the deployer's nonce. A wrong one makes the escrow's constructor revert.
 */
export default buildModule("Graphiti", (module) => {
  const registry = module.contract("ServiceRegistry");
  const art = module.contract(
    "GraphitiArt",
    [module.getParameter("escrow"), module.getParameter("contractMetadataDigest")],
    { after: [registry] },
  );
  const deployment = {
    registry,
    art,
    treasury: module.getParameter("treasury"),
    protocolFeeBps: module.getParameter("protocolFeeBps"),
    classes: module.getParameter("classes"),
    claimPace: module.getParameter("claimPace"),
    owner: module.getParameter("owner"),
  };
  const annex = module.contract("EscrowAnnex", [deployment]);
  const escrow = module.contract("JobEscrow", [deployment, annex]);
  return { registry, art, annex, escrow };
});
