"""The facilitator's guide of the cabinet game, made from the game's own data: pages, role sheets, slides, tables."""
