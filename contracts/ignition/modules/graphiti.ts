import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * The contracts, one after the other: the escrow's address, which the art contract must be told before
 * there is an escrow, follows from the deployer's nonce. A wrong one makes the escrow's constructor revert.
 * @param deploysWeth whether the chain has no wrapped ether of its own
 */
const graphiti = (deploysWeth: boolean) =>
  buildModule("Graphiti", (module) => {
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
    const weth = deploysWeth ? module.contract("WrappedEther", [], { after: [escrow] }) : undefined;
    const market = module.contract(
      "ArtMarket",
      [
        art,
        weth ?? module.getParameter("weth"),
        module.getParameter("treasury"),
        module.getParameter("marketFeeBps"),
      ],
      { after: [escrow] },
    );
    const dropFactory = module.contract("DropFactory", [escrow]);
    return { registry, art, annex, escrow, market, dropFactory, ...(weth && { weth }) };
  });

export default graphiti;
